"""One module a revision; `service.store.schema.HEAD` names the newest."""
