"""The next day on which banks settle, from today in Paris on: what a file may be executed on, whenever a test runs."""
import datetime
import zoneinfo


def easter(year):
    """Anonymous Gregorian computus."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1)


def is_target_day(day):
    sunday = easter(day.year)
    closed = {sunday - datetime.timedelta(2), sunday + datetime.timedelta(1)}
    closed |= {datetime.date(day.year, *one) for one in ((1, 1), (5, 1), (12, 25), (12, 26))}
    return day.weekday() < 5 and day not in closed


def today():
    return datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Paris")).date()


def next_saturday():
    return (today() + datetime.timedelta((5 - today().weekday()) % 7)).isoformat()


def next_target_day():
    day = today()
    while not is_target_day(day):
        day += datetime.timedelta(1)
    return day.isoformat()
