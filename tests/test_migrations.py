from union.core import migrations
from union.core.db import connect


def test_models_and_migrations_agree(engine):
    migrations.check(engine)


def test_every_migration_can_be_undone(tmp_path):
    engine = connect(f"sqlite:///{tmp_path}/union.db")

    migrations.upgrade(engine)
    migrations.downgrade(engine, "base")
    migrations.upgrade(engine)

    engine.dispose()
