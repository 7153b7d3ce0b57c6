-- +goose Up
-- When a crew's tablet was last heard, and since when what was done on it waits: the board says how far it is behind.
alter table crews add column tablet_heard_at timestamptz, add column tablet_waits_since timestamptz;

-- +goose Down
alter table crews drop column tablet_heard_at, drop column tablet_waits_since;
