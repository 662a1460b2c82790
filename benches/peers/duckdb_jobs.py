"""The yardstick jobs as an analyst would write them in DuckDB.

    python duckdb_jobs.py JOB|JOB-copy INPUT… OUTDIR

prints the seconds that the job took, without Python's and DuckDB's start. The token is SHA-256 over key and value: DuckDB has
no keyed hash.
"""

import os
import pathlib
import sys
import time

import duckdb

THREADS = int(os.environ.get("YARDSTICK_THREADS", "2"))

# `IN` with so many words becomes a join for each column, which is slower and does not keep the order of rows; hence a pattern.
MACROS = r"""
CREATE MACRO clean(v) AS CASE
    WHEN regexp_full_match(trim(v), '(?i)-?|null|nan|none|n/a|#n/a|#н/д|\\n|нет|жоқ|не указан|не указано|нет данных') THEN NULL
    ELSE trim(v) END;
CREATE MACRO token(label, v) AS label || '_' || sha256('0123456789abcdef0123456789abcdef' || label || v);
CREATE MACRO digits(v) AS nullif(regexp_replace(v, '[^0-9]+', '', 'g'), '');
CREATE MACRO kz_phone(d) AS CASE
    WHEN length(d) = 11 AND d[1] = '8' THEN '7' || d[2:]
    WHEN length(d) = 10 THEN '7' || d ELSE d END;
CREATE MACRO email_token(v) AS token('em', lower(clean(v)));
CREATE MACRO phone_token(v) AS token('ph', kz_phone(digits(v)));
CREATE MACRO iin_token(v) AS token('iin', lpad(digits(v), 12, '0'));
CREATE MACRO user_token(v) AS token('us', regexp_replace(clean(v), '\.0$', ''));
CREATE MACRO cookie_token(v) AS token('ck', clean(v));
CREATE MACRO prefix24(v) AS nullif(regexp_extract(v, '^\s*(\d+\.\d+\.\d+)\.\d+\s*$', 1), '') || '.0/24';
-- A time with an offset of Almaty's says the local day already; one in UTC does not.
CREATE MACRO day(v) AS CASE
    WHEN suffix(v, 'Z') THEN timezone('Asia/Almaty', TRY_CAST(v AS TIMESTAMPTZ))::DATE
    ELSE TRY_CAST(left(v, 10) AS DATE) END;
CREATE MACRO russian_day(v) AS try_strptime(v, '%d.%m.%Y %H:%M')::DATE;
CREATE MACRO money(v) AS coalesce(
    TRY_CAST(v AS DECIMAL(18, 2)),
    TRY_CAST(replace(regexp_replace(v, '[^0-9,.-]+', '', 'g'), ',', '.') AS DECIMAL(18, 2)));
CREATE MACRO template(v) AS regexp_replace(split_part(split_part(clean(v), '?', 1), '#', 1), '/[0-9]+', '/{n}', 'g');
CREATE MACRO family(v) AS CASE
    WHEN v LIKE '%YaBrowser/%' THEN 'Yandex Browser ' || regexp_extract(v, 'YaBrowser/(\d+)', 1)
    WHEN v LIKE '%EdgA/%' OR v LIKE '%Edg/%' THEN 'Edge ' || regexp_extract(v, 'EdgA?/(\d+)', 1)
    WHEN v LIKE '%OPR/%' THEN 'Opera ' || regexp_extract(v, 'OPR/(\d+)', 1)
    WHEN v LIKE '%SamsungBrowser/%' THEN 'Samsung Internet ' || regexp_extract(v, 'SamsungBrowser/(\d+)', 1)
    WHEN v LIKE '%Firefox/%' THEN 'Firefox ' || regexp_extract(v, 'Firefox/(\d+)', 1)
    WHEN v LIKE '%Chrome/%' THEN 'Chrome ' || regexp_extract(v, 'Chrome/(\d+)', 1)
    WHEN v LIKE '%Version/%' THEN 'Safari ' || regexp_extract(v, 'Version/(\d+)', 1)
    ELSE 'other' END;
"""

PAYMENTS = """
    payment_id, day(created_at) AS created_at, user_token(user_id) AS user_id, email_token(email) AS email,
    phone_token(phone) AS phone, iin_token("ИИН плательщика") AS iin, money(amount) AS amount, currency, status, course,
    prefix24(ip) AS ip
"""

VISITS = """
    "ym:s:visitID" AS visit_id, cookie_token("ym:s:clientID") AS client_id, day("ym:s:dateTime") AS date_time,
    day("ym:s:dateTimeUTC") AS date_time_utc, prefix24("ym:s:ipAddress") AS ip, template("ym:s:startURL") AS start_url,
    template("ym:s:referer") AS referer, "ym:s:regionCity" AS city, family("ym:s:userAgent") AS user_agent,
    TRY_CAST("ym:s:pageViews" AS BIGINT) AS page_views, "ym:s:isNewUser" = '1' AS is_new_user, "ym:s:goalsID" AS goals
"""

USERS = """
    user_token(id) AS user_id, email_token(Email) AS email, phone_token("Телефон") AS phone, "Город" AS city,
    russian_day("Создан") AS created_at, russian_day("Последняя активность") AS last_active, cookie_token("_ym_uid") AS ym_uid,
    "Подписан" = 'Да' AS subscribed, "Промокод" AS promo_code
"""

# Those who withdrew are left out, as our job leaves them out.
STILL_AGREE = """clean("Согласие отозвано") IS NULL"""


def source(path: pathlib.Path) -> str:
    """All columns as text, as a careful analyst reads identifiers; the file's own quoting."""
    match path.suffix:
        case ".parquet":
            return f"read_parquet('{path}')"
        case ".tsv":
            return f"read_csv('{path}', delim='\\t', quote='', escape='', nullstr=['', '\\N'], header=true, all_varchar=true)"
        case _:
            delimiter = ";" if path.stem == "users" else ","
            return f"read_csv('{path}', delim='{delimiter}', quote='\"', header=true, all_varchar=true)"


def write(connection: duckdb.DuckDBPyConnection, columns: str, path: pathlib.Path, where: str, out: pathlib.Path) -> None:
    form = "FORMAT csv, HEADER" if out.suffix == ".csv" else "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
    connection.execute(f"COPY (SELECT {columns} FROM {source(path)} WHERE {where}) TO '{out}' ({form})")


def main() -> None:
    job, *inputs, out = sys.argv[1:]
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute(MACROS)
    columns = {"payments": PAYMENTS, "visits": VISITS, "users": USERS}
    start = time.perf_counter()
    for path in map(pathlib.Path, inputs):
        suffix = ".csv" if job.startswith("users") else ".parquet"
        target = pathlib.Path(out) / (path.stem + suffix)
        if job.endswith("-copy"):
            write(connection, "*", path, "true", target)
        else:
            write(connection, columns[path.stem], path, STILL_AGREE if path.stem == "users" else "true", target)
    print(time.perf_counter() - start)


main()
