-- +goose Up
-- The same fault of the same house, in the order of its coming: whether a failure repeats.
create index requests_of_fault on requests (city_id, house_id, problem, registered_at) where house_id is not null;

-- +goose Down
drop index requests_of_fault;
