from hypothesis import given
from hypothesis import strategies as st

from service.web.map_tiles import MOST, tiles_of
from service.web.outline_paths import MARGIN, WIDTH, frame_around

TEMPLATE = "https://tiles.example/{z}/{x}/{y}.png"
MARIENPLATZ = (11.5755, 48.1372)


def test_a_known_tile_lies_where_it_belongs():
    """Tile 11/1089/710 holds the centre of München (OpenStreetMap wiki, Slippy map tilenames)."""
    frame = frame_around([(11.5, 48.1), (11.65, 48.2)])
    holding = {tile.address for tile in tiles_of(frame, TEMPLATE) if _holds(tile, *frame.at(*MARIENPLATZ))}
    level = int(next(iter(holding)).split("/")[3])
    factor = 2 ** (level - 11)
    column, row = (int(part.removesuffix(".png")) // factor for part in next(iter(holding)).split("/")[4:])
    assert (column, row) == (1089, 710)
    assert len(holding) == 1


@given(st.floats(5.9, 14.5), st.floats(47.3, 54.5), st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_tiles_cover_the_map_and_are_few(lon: float, lat: float, wide: float, high: float):
    frame = frame_around([(lon, lat), (lon + wide, lat + high)])
    tiles = tiles_of(frame, TEMPLATE)
    assert 1 <= len(tiles) <= MOST
    for x, y in [(0.5, 0.5), (WIDTH - 0.5, frame.height - 0.5), (MARGIN, MARGIN), (WIDTH / 2, frame.height / 2)]:
        assert any(_holds(tile, x, y) for tile in tiles)


def _holds(tile, x: float, y: float) -> bool:
    return tile.x <= x <= tile.x + tile.width and tile.y <= y <= tile.y + tile.height
