-- +goose Up
-- How far an approximate house may be from its point in metres, nine times of ten. Null where the point is no guess;
-- meaningless, whatever it is, unless placed is 'approximate'.
alter table houses add column radius_m real check (radius_m > 0);

-- +goose Down
alter table houses drop column radius_m;
