"""What the browser sees; a package of its own, so that the browser is closed when these tests are done."""
