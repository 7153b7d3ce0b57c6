-- +goose Up
-- Running clocks of which a level was told: whoever comes on shift is told of them, and what has ended costs nothing.
create index clocks_told on clocks (city_id, id) where next_level > 0 and met_at is null and void_at is null;

-- +goose Down
drop index clocks_told;
