-- +goose Up
-- Districts of a city: managing areas, territorial self-government (ТОС), boundaries of balance; class tells which.
alter table features drop constraint features_kind_check;
alter table features add constraint features_kind_check
    check (kind in ('boundary', 'water', 'green', 'rails', 'street', 'barrier', 'crossing', 'footprint', 'district'));

-- +goose Down
delete from features where kind = 'district';
alter table features drop constraint features_kind_check;
alter table features add constraint features_kind_check
    check (kind in ('boundary', 'water', 'green', 'rails', 'street', 'barrier', 'crossing', 'footprint'));
