"""A small pack that is right, and ways to spoil it."""

from datetime import date

from union.law.faults import Unlawful
from union.law.shelf import check, sheet_of

PACK = """\
pack:
  id: XX
  schema: 1
  version: 0.1.0
  title: {kk: "Жер", ru: "Место", en: "Place"}
  languages: [kk, ru, en]
  currency: KZT
  timezone: Asia/Almaty
  status: draft
  reviewed_on: 2026-11-23
  review_due: 2027-02-23
  reviewers: [Aigul]
  notice: {kk: "Ақпарат.", ru: "Информация.", en: "Information."}
  calendar:
    provider: pypi-holidays
    country: KZ
    subdivision: null
    weekend: [6, 7]
    overrides: {add: [2026-11-27], remove: [2026-12-16]}
  tracks:
    E: {title: {kk: "Е", ru: "Т", en: "E"}, when: "employed", caution: {kk: "", ru: "", en: ""}}
  sources:
    LC: {title: "Labour Code", url: "https://law.example/lc", date: 2026-01-02, lang: en}
    KNOW: {title: "Knowledge", url: "", date: null, lang: en}
  rules:
    - id: XX-ADOPT
      kind: ballot
      tracks: [E]
      decision: adopt_demands
      electorate: employees_of_employer
      quorum: {of: electorate, fraction: "2/3", op: gte}
      approval: {of: participants, fraction: "1/2", op: gt}
      alternative:
        quorum: {of: electorate, fraction: "1/2", op: gt}
        approval: {of: votes_cast, fraction: "1/2", op: gt}
        why: {kk: "жоба", ru: "проект", en: "a bill"}
      secret: allowed
      channels: [in_person, app]
      app_ballot_status: indicative
      text: {kk: "Бекіту", ru: "Принятие", en: "Adoption"}
      citation: {source: LC, ref: "LC 164(1)"}
      confidence: medium
      verification: secondary
    - id: XX-ANSWER
      kind: deadline
      tracks: [E]
      clock: {n: 3, unit: working_day, from: demands_received, start: next_day, roll: none, direction: after}
      text: {kk: "Жауап", ru: "Ответ", en: "Answer"}
      citation: {source: LC, ref: "LC 163(2)"}
      confidence: high
      verification: text
      valid_from: 2026-01-01
      valid_to: 2026-12-31
    - id: XX-RISK
      kind: risk
      tracks: [E]
      text: {kk: "Қауіп", ru: "Риск", en: "Risk"}
      citation: {source: KNOW, ref: "none"}
      confidence: low
      verification: recalled
      review_due: 2026-11-30
  procedures:
    - id: dispute
      title: {kk: "Дау", ru: "Спор", en: "Dispute"}
      tracks: [E]
      steps:
        - {id: vote, actor: workers, do: {kk: "Дауыс", ru: "Голос", en: "Vote"}, rule: XX-ADOPT, template: minutes, on_timeout: answer}
        - {id: answer, actor: counterparty, do: {kk: "Жауап", ru: "Ответ", en: "Answer"}, rule: XX-ANSWER, template: null, on_timeout: null}
  templates: [minutes]
  safety:
    - {kk: "Абайла", ru: "Осторожно", en: "Take care"}
  retention: {ballots_days: 10, cases_days: 20, survey_raw_days: 30}
"""
OVERLAY = """\
pack:
  id: XX-OURS
  schema: 1
  version: 0.1.0
  extends: [XX]
  title: {kk: "Біз", ru: "Мы", en: "Ours"}
  status: draft
  reviewed_on: 2026-11-24
  review_due: 2027-03-01
  rules:
    - id: XX-ANSWER
      kind: deadline
      tracks: [E]
      clock: {n: 5, unit: working_day, from: demands_received, start: next_day, roll: none, direction: after}
      text: {kk: "Жауап", ru: "Ответ", en: "Our answer"}
      citation: {source: LC, ref: "our agreement, 4"}
      confidence: high
      verification: text
"""
MOVED = """\
days:
  - date: 2026-03-27
    country: KZ
    is: rest
    name: {kk: "Ауысқан", ru: "Перенос", en: "Moved"}
    decree: "Decree 7"
  - date: 2026-03-28
    country: KZ
    is: working
    name: {kk: "", ru: "", en: ""}
    decree: "Decree 7"
"""
TODAY = date(2026, 11, 26)


def spoilt(old, new, pack=PACK):
    """The pack with one thing written otherwise, and the first line that differs."""
    assert old in pack, old
    text = pack.replace(old, new, 1)
    lines = enumerate(zip(text.splitlines(), pack.splitlines(), strict=False), 1)
    return text, next(number for number, (one, other) in lines if one != other)


def read(folder, text=PACK, name="xx.yaml"):
    """The pack of a file, and what is doubtful in it."""
    file = folder / name
    file.write_text(text, "utf-8")
    return check(file)


def pack_of(folder, text=PACK):
    return read(folder, text)[0]


def refusal(folder, text):
    """The faults for which a file is refused; none if it is not."""
    try:
        read(folder, text)
    except Unlawful as error:
        return error.faults
    return []


def shape_of(text):
    """The faults of shape of a file that lies nowhere."""
    try:
        sheet_of("xx.yaml", text if isinstance(text, bytes) else text.encode())
    except Unlawful as error:
        return error.faults
    return []
