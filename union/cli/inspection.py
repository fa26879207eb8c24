"""What the application answers to."""

import click

from app import create_app


@click.command()
@click.option(
    "--public", "only_public", is_flag=True, help="Only what needs no sign-in."
)
def routes(only_public: bool) -> None:
    """List every address: its methods, its view, and whether it is public."""
    app = create_app()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_public = getattr(app.view_functions[rule.endpoint], "is_public", False)
        if only_public and not is_public:
            continue
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        door = "public" if is_public else "members"
        click.echo(f"{methods:8} {door:8} {rule.rule:60} {rule.endpoint}")
