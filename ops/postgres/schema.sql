-- The log of one ledger in PostgreSQL 15: its tables, what may be done to them, and to whom.
--   psql -v ON_ERROR_STOP=1 -d LEDGER -f schema.sql        as the owner of the database; again, it changes nothing
-- A node logs in as a member of ipep_node:  create role node1 login in role ipep_node;
-- It reads the tables and calls the functions. None but the owner changes a row by hand, and a pack never changes.
begin;

do $$ begin
    if not exists (select from pg_roles where rolname = 'ipep_node') then create role ipep_node nologin; end if;
end $$;

create schema if not exists ipep;
revoke all on schema ipep from public;
grant usage on schema ipep to ipep_node;

-- The one row that decides: where the log ends, and who may append until when.
create table if not exists ipep.head (
    one boolean primary key default true check (one),
    format int not null,
    origin text not null,
    trial boolean not null,
    position bigint not null check (position >= 0),
    digest bytea not null check (octet_length(digest) = 32),
    pack bigint not null check (pack >= 0),
    epoch bigint not null default 0,
    holder text not null default '',
    url text not null default '',
    until timestamptz not null default '-infinity',
    lease interval not null default '0'
) with (fillfactor = 10);

-- One row a commit: its records and keys, and what it erased beside them (events/README.md says the bytes).
create table if not exists ipep.pack (
    number bigint primary key,
    first bigint not null,
    count bigint not null check (count >= 0),
    request bytea not null unique check (octet_length(request) = 16),
    epoch bigint not null,
    before bytea not null check (octet_length(before) = 32),
    seal bytea not null check (octet_length(seal) = 32),
    bytes bytea not null
);
alter table ipep.pack alter column bytes set storage external;

-- What may be erased stands apart, with the pack it came in.
create table if not exists ipep.personal (key bytea primary key, pack bigint not null, value bytea not null);
create table if not exists ipep.answer (key bytea primary key, pack bigint not null, value bytea not null);
create index if not exists personal_pack on ipep.personal (pack);
create index if not exists answer_pack on ipep.answer (pack);

-- What each node found last: the digest of the log's head, and of the tree there.
create table if not exists ipep.witness (
    node text primary key,
    position bigint not null,
    log bytea not null,
    tree bytea not null,
    at timestamptz not null default clock_timestamp()
);

-- With what nodes vouch to each other for who asked them.
create table if not exists ipep.node_key (
    one boolean primary key default true check (one),
    key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
insert into ipep.node_key default values on conflict do nothing;

-- Makes the log of a ledger, once.
create or replace function ipep.begin_log(format int, origin text, trial boolean, digest bytea) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
    with made as (insert into ipep.head (format, origin, trial, position, digest, pack)
                  values ($1, $2, $3, 0, $4, 0) on conflict do nothing returning 1)
    select exists (select from made)
$$;

-- Takes the right to write, where nobody holds it: the epoch it is held under, or nothing. A right that would last for
-- longer than it was given for was given by a clock that has been put back since, and holds nobody up.
create or replace function ipep.claim(holder text, url text, lease interval) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update ipep.head set epoch = epoch + 1, holder = $1, url = $2, until = clock_timestamp() + $3, lease = $3
     where not until between clock_timestamp() and clock_timestamp() + lease returning epoch
$$;

-- Holds it for longer. It need not outlive this machine: the epoch does, which claim() raised.
create or replace function ipep.renew(epoch bigint, lease interval) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    set local synchronous_commit = local;
    update ipep.head h set until = clock_timestamp() + $2, lease = $2 where h.epoch = $1 and h.until > clock_timestamp();
    return found;
end $$;

-- Gives it back.
create or replace function ipep.release(epoch bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update ipep.head h set until = '-infinity' where h.epoch = $1;
    return found;
end $$;

-- Once this is committed, the standbys have all that was committed before it.
create or replace function ipep.confirm() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update ipep.head set pack = pack
$$;

-- Appends a pack, whole or not at all, under the epoch it is given, while that is held. The same request again gets the
-- first answer, once the standbys have it. The outcome: appended, known, conflict, deposed.
create or replace function ipep.append(
    expected bigint, before bytea, after bytea, records bigint, number bigint, request bytea, epoch bigint, seal bytea,
    bytes bytea, personal_keys bytea[], personal_values bytea[], answer_keys bytea[], answer_values bytea[],
    erased_tables text[], erased_from bytea[], erased_until bytea[],
    out outcome text, out at_pack bigint, out at_position bigint, out at_holder text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    head ipep.head;
begin
    select p.number, p.first + p.count - 1 into at_pack, at_position from ipep.pack p where p.request = append.request;
    if found then
        outcome := 'known';
        perform ipep.confirm();
        return;
    end if;
    update ipep.head h
       set position = h.position + append.records, digest = append.after, pack = append.number
     where h.position = append.expected and h.digest = append.before and h.pack = append.number - 1
       and h.epoch = append.epoch and h.until > clock_timestamp()
    returning h.* into head;
    if not found then
        -- It may have been committed since it was looked for, while this waited for the row.
        select p.number, p.first + p.count - 1 into at_pack, at_position
          from ipep.pack p where p.request = append.request;
        if found then
            outcome := 'known';
            perform ipep.confirm();
            return;
        end if;
        select h.* into head from ipep.head h;
        outcome := case when head.epoch = append.epoch and head.until > clock_timestamp() then 'conflict'
                        else 'deposed' end;
        at_pack := head.pack; at_position := head.position; at_holder := head.holder;
        return;
    end if;
    insert into ipep.pack values (append.number, append.expected + 1, append.records, append.request, append.epoch,
                                  append.before, append.seal, append.bytes);
    for i in 1 .. coalesce(array_length(append.erased_tables, 1), 0) loop
        if append.erased_tables[i] = 'personal' then
            delete from ipep.personal p where p.key >= append.erased_from[i] and p.key < append.erased_until[i];
        elsif append.erased_until[i] = '' then
            delete from ipep.answer;
        else
            delete from ipep.answer a where a.key >= append.erased_from[i] and a.key < append.erased_until[i];
        end if;
    end loop;
    insert into ipep.personal select k, append.number, v from unnest(append.personal_keys, append.personal_values) as r(k, v)
        on conflict (key) do update set pack = excluded.pack, value = excluded.value;
    insert into ipep.answer select k, append.number, v from unnest(append.answer_keys, append.answer_values) as r(k, v)
        on conflict (key) do update set pack = excluded.pack, value = excluded.value;
    perform pg_notify('ipep', append.number::text);
    outcome := 'appended'; at_pack := append.number; at_position := head.position;
end $$;

-- What a node found at a position.
create or replace function ipep.testify(stands bigint, node text, log bytea, tree bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    set local synchronous_commit = local;
    insert into ipep.witness as w (node, position, log, tree) values ($2, $1, $3, $4)
    on conflict on constraint witness_pkey do update
        set position = excluded.position, log = excluded.log, tree = excluded.tree, at = clock_timestamp();
end $$;

revoke all on all functions in schema ipep from public;
grant execute on all functions in schema ipep to ipep_node;
revoke execute on function ipep.begin_log from ipep_node;
grant select on all tables in schema ipep to ipep_node;
commit;
