"""The yardstick jobs as an analyst would write them in Polars, with polars-hash for SHA-256.

    python polars_jobs.py JOB|JOB-copy INPUT… OUTDIR

prints the seconds that the job took, without Python's and Polars' start. The token is SHA-256 over key and value, the same as
in DuckDB's job.
"""

import os
import pathlib
import sys
import time

os.environ["POLARS_MAX_THREADS"] = os.environ.get("YARDSTICK_THREADS", "2")

import polars as pl
import polars_hash  # noqa: F401  (registers `chash`)

KEY = "0123456789abcdef0123456789abcdef"
NULLS = r"(?i)^\s*(?:-?|null|nan|none|n/a|#n/a|#н/д|\\n|нет|жоқ|не указан|не указано|нет данных)\s*$"


def clean(name: str) -> pl.Expr:
    return pl.when(~pl.col(name).str.contains(NULLS)).then(pl.col(name).str.strip_chars())


def token(label: str, value: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(label + "_"), pl.concat_str(pl.lit(KEY + label), value).chash.sha2_256())


def digits(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all("[^0-9]+", "")


def phone(name: str) -> pl.Expr:
    value = digits(name).str.replace(r"^8?([0-9]{10})$", "7$1")
    return token("ph", pl.when(value != "").then(value))


def iin(name: str) -> pl.Expr:
    value = digits(name)
    return token("iin", pl.when(value != "").then(value.str.pad_start(12, "0").str.head(12)))


def day(name: str) -> pl.Expr:
    # A time with an offset of Almaty's says the local day already; one in UTC does not.
    value = pl.col(name)
    utc = value.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False, time_zone="UTC")
    return (
        pl.when(value.str.ends_with("Z"))
        .then(utc.dt.convert_time_zone("Asia/Almaty").dt.date())
        .otherwise(value.str.head(10).str.to_date("%Y-%m-%d", strict=False))
    )


def russian_day(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%d.%m.%Y %H:%M", strict=False).dt.date()


def money(name: str) -> pl.Expr:
    return (
        pl.col(name).str.replace_all("[^0-9,.-]+", "").str.replace(",", ".", literal=True).cast(pl.Decimal(18, 2), strict=False)
    )


def prefix24(name: str) -> pl.Expr:
    return pl.concat_str(pl.col(name).str.extract(r"^\s*(\d+\.\d+\.\d+)\.\d+\s*$"), pl.lit(".0/24"))


def template(name: str) -> pl.Expr:
    return clean(name).str.replace(r"[?#].*$", "").str.replace_all("/[0-9]+", "/{n}")


def family(name: str) -> pl.Expr:
    marks = [
        ("YaBrowser/", "Yandex Browser "),
        ("EdgA?/", "Edge "),
        ("OPR/", "Opera "),
        ("SamsungBrowser/", "Samsung Internet "),
        ("Firefox/", "Firefox "),
        ("Chrome/", "Chrome "),
        ("Version/", "Safari "),
    ]
    found = [pl.concat_str(pl.lit(label), pl.col(name).str.extract(mark + r"(\d+)")) for mark, label in marks]
    return pl.coalesce(*found, pl.lit("other"))


def email(name: str) -> pl.Expr:
    return token("em", clean(name).str.to_lowercase())


def user(name: str) -> pl.Expr:
    return token("us", clean(name).str.replace(r"\.0$", ""))


def payments(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.select(
        pl.col("payment_id"),
        day("created_at").alias("created_at"),
        user("user_id").alias("user_id"),
        email("email").alias("email"),
        phone("phone").alias("phone"),
        iin("ИИН плательщика").alias("iin"),
        money("amount").alias("amount"),
        pl.col("currency"),
        pl.col("status"),
        pl.col("course"),
        prefix24("ip").alias("ip"),
    )


def visits(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.select(
        pl.col("ym:s:visitID").alias("visit_id"),
        token("ck", clean("ym:s:clientID")).alias("client_id"),
        day("ym:s:dateTime").alias("date_time"),
        day("ym:s:dateTimeUTC").alias("date_time_utc"),
        prefix24("ym:s:ipAddress").alias("ip"),
        template("ym:s:startURL").alias("start_url"),
        template("ym:s:referer").alias("referer"),
        pl.col("ym:s:regionCity").alias("city"),
        family("ym:s:userAgent").alias("user_agent"),
        pl.col("ym:s:pageViews").cast(pl.Int64, strict=False).alias("page_views"),
        (pl.col("ym:s:isNewUser") == "1").alias("is_new_user"),
        pl.col("ym:s:goalsID").alias("goals"),
    )


def users(frame: pl.LazyFrame) -> pl.LazyFrame:
    # Those who withdrew are left out, as our job leaves them out.
    return frame.filter(clean("Согласие отозвано").is_null()).select(
        user("id").alias("user_id"),
        email("Email").alias("email"),
        phone("Телефон").alias("phone"),
        pl.col("Город").alias("city"),
        russian_day("Создан").alias("created_at"),
        russian_day("Последняя активность").alias("last_active"),
        token("ck", clean("_ym_uid")).alias("ym_uid"),
        (pl.col("Подписан") == "Да").alias("subscribed"),
        pl.col("Промокод").alias("promo_code"),
    )


def source(path: pathlib.Path) -> pl.LazyFrame:
    """All columns as text, as a careful analyst reads identifiers; the file's own quoting."""
    match path.suffix:
        case ".parquet":
            return pl.scan_parquet(path)
        case ".tsv":
            return pl.scan_csv(path, separator="\t", quote_char=None, null_values=["", "\\N"], infer_schema=False)
        case _:
            return pl.scan_csv(path, separator=";" if path.stem == "users" else ",", infer_schema=False)


def main() -> None:
    job, *inputs, out = sys.argv[1:]
    jobs = {"payments": payments, "visits": visits, "users": users}
    start = time.perf_counter()
    for path in map(pathlib.Path, inputs):
        frame = source(path)
        if not job.endswith("-copy"):
            frame = jobs[path.stem](frame)
        if job.startswith("users"):
            frame.sink_csv(pathlib.Path(out) / (path.stem + ".csv"))
        else:
            frame.sink_parquet(pathlib.Path(out) / (path.stem + ".parquet"), compression="zstd", compression_level=1)
    print(time.perf_counter() - start)


main()
