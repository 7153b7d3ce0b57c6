-- +goose Up
-- What people say of a place: names that the city keeps (target), and the houses that people chose for words
-- that the register was not sure of (house_id, account_id). Said is normalised, without flat and telephone.
create table spoken_names (
    city_id    text not null references cities,
    said       text not null check (said <> '' and length(said) <= 200),
    target     text not null default '', -- an address or a street of the register
    house_id   bigint,
    account_id bigint, -- who chose
    at         timestamptz not null,
    unique nulls not distinct (city_id, said, target, house_id, account_id),
    foreign key (city_id, house_id) references houses (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id),
    check ((target <> '') = (house_id is null)),
    check ((house_id is null) = (account_id is null))
);

-- Grows with each change of a city's spoken names, as register does with its houses.
alter table cities add column spoken bigint not null default 1;

-- +goose Down
alter table cities drop column spoken;
drop table spoken_names;
