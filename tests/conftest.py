"""What every test may ask for, by plugin."""

pytest_plugins = [
    "tests.fixtures.strict",
    "tests.fixtures.sharing",
    "tests.fixtures.servers",
    "tests.fixtures.house",
    "tests.fixtures.demo",
    "tests.fixtures.app",
    "tests.fixtures.mail",
    "tests.fixtures.statements",
    "tests.fixtures.chromium",
]
