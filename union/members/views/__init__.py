"""The pages of members, one module for each part of the house."""

from flask import Blueprint

bp = Blueprint("members", __name__)
