"""The demo's agencies and who can sign in to them: as data, as a file for programs, as lines for people."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import ROLES, STAFF
from portal.agencies import queries as agencies
from portal.agencies.models import Agency
from portal.core import tenancy
from portal.core.db import db
from portal.core.services import services
from portal.core.settings import Settings
from portal.sample import dataset

DemoRecord = dict[str, Any]


def ensure_sample_data(app: Flask) -> DemoRecord:
    """Load the demo's sample data if there is none; return what `demo.json` is to hold."""
    with app.app_context():
        session = db.session()
        if not agencies.all_agencies(session):
            dataset.load_sample_data(app)
        found = [_agency(session, agency, services(app).settings) for agency in agencies.all_agencies(session)]
        session.rollback()
    first = next((agency for agency in found if agency["host"] == dataset.FIRST_HOST), found[0])
    return {"url": first["url"], "mail": "mail", "agencies": [first, *(other for other in found if other is not first)]}


def write_record(record: DemoRecord, folder: Path) -> None:
    """Write the whole record to `demo.json`, so that no reader sees half of it."""
    draft = folder / "demo.json.new"
    draft.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    draft.replace(folder / "demo.json")


def login_lines(record: DemoRecord, folder: Path) -> list[str]:
    """Return lines for people: the URLs, the accounts, their password, and where the mail is."""
    said = [f"Who can sign in, all with the password {dataset.PASSWORD}:"]
    for agency in record["agencies"]:
        said += ["", f"  {agency['name']}  {agency['url']}"]
        staff = [account for account in agency["accounts"] if account["role"] in STAFF]
        candidates = [account for account in agency["accounts"] if account["role"] not in STAFF]
        said += [f"    {account['role']:<10} {account['name']:<24} {account['email']}" for account in staff]
        said += [f"    {account['role']:<10} {account['name']:<24} {account['email']}" for account in candidates[:3]]
        if candidates[3:]:
            said.append(f"    and {len(candidates[3:])} more candidates, in {folder / 'demo.json'}")
    return said


def _agency(session: Session, agency: Agency, settings: Settings) -> DemoRecord:
    url = f"http://{agency.host}:{settings.port}"
    with tenancy.inside(session, agency.id):
        profile = agencies.profile(session)
        accounts = session.scalars(select(Account).where(Account.deactivated_at.is_(None)).order_by(Account.name)).all()
        people = [_account(account) for account in sorted(accounts, key=lambda account: ROLES.index(account.role))]
        return {
            "name": profile.name,
            "host": agency.host,
            "url": url,
            "time_zone": profile.time_zone,
            "accounts": people,
        }


def _account(account: Account) -> DemoRecord:
    return {
        "role": account.role,
        "name": account.name,
        "email": account.email,
        "password": dataset.PASSWORD if account.password_hash else None,
        "time_zone": account.time_zone,
    }
