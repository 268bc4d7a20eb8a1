"""`rejoin completion`: prints what makes a shell complete the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, NamedTuple

from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, choice

SHELLS = ("bash", "zsh", "fish")


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "completion",
        help=COMMANDS["completion"],
        description="Prints the completion script of a shell: commands, options and their values.",
        examples=[
            ('eval "$(rejoin completion bash)"', "in ~/.bashrc"),
            ("rejoin completion zsh > ~/.zfunc/_rejoin", "in a folder of zsh's $fpath"),
            ("rejoin completion fish > ~/.config/fish/completions/rejoin.fish", "for fish"),
        ],
    )
    parser.add_argument("shell", type=choice(*SHELLS), metavar="SHELL", help="bash, zsh or fish")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    from rejoin import cli

    script = {"bash": bash, "zsh": zsh, "fish": fish}[arguments.shell]
    console.write(script(list(commands(cli.parser()))))
    return 0


class Option(NamedTuple):
    """An option or an argument of a command."""

    names: list[str]
    help: str
    takes: bool
    # What it takes: these words, or a file.
    words: list[str]
    file: bool


class Command(NamedTuple):
    """A command, with the words that lead to it."""

    path: list[str]
    options: list[Option]
    arguments: list[Option]
    # The commands below it, with what each does.
    below: dict[str, str]


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Command]:
    """The commands, as the parser has them."""
    options: list[Option] = []
    arguments: list[Option] = []
    below: dict[str, str] = {}
    children: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            children = action.choices
            below = {choice.dest: choice.help or "" for choice in action._choices_actions}
            continue
        words: list[str] = list(getattr(action.type, "choices", ()))
        file = action.metavar in ("FILE", "CATALOG")
        option = Option(list(action.option_strings), action.help or "", action.nargs != 0, words, file)
        (options if option.names else arguments).append(option)
    yield Command(list(path), options, arguments, below)
    for name, child in children.items():
        yield from commands(child, (*path, name))


def bash(found: list[Command]) -> str:
    """A function that looks at the words so far."""
    cases = []
    for command in found:
        options = " ".join(name for option in command.options for name in option.names)
        words = " ".join([*command.below, *(word for argument in command.arguments for word in argument.words)])
        files = any(argument.file for argument in command.arguments)
        previous = [
            f"        {'|'.join(option.names)}) "
            + (FILES if option.file else words_of(" ".join(option.words)))
            + "; return ;;"
            for option in command.options
            if option.takes
        ]
        lines = [f'    "{" ".join(command.path)}")', '      case "$previous" in', *previous, "      esac"]
        lines.append(f"      if [[ $word == -* ]]; then {words_of(options)}")
        lines.append(f"      else {FILES if files else words_of(words)}; fi ;;")
        cases += lines
    paths = " ".join(f'"{" ".join(command.path)}"' for command in found if command.path)
    return BASH.format(cases="\n".join(cases), paths=paths)


# A name may hold blanks.
FILES = "local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$word\"))"


def words_of(words: str) -> str:
    """What offers some words."""
    return f'COMPREPLY=($(compgen -W "{words}" -- "$word"))' if words else "COMPREPLY=()"


BASH = """\
# The completion of rejoin for bash, written by `rejoin completion bash`.
_rejoin() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} path="" next known
  local -a paths=({paths})
  COMPREPLY=()
  for next in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    for known in "${{paths[@]}}"; do
      if [[ $known == "${{path:+$path }}$next" ]]; then path=$known; break; fi
    done
  done
  case "$path" in
{cases}
  esac
}}
complete -F _rejoin rejoin
"""


def zsh(found: list[Command]) -> str:
    """A function for each command."""
    functions = [zsh_function(command) for command in found]
    return "#compdef rejoin\n# The completion of rejoin for zsh, written by `rejoin completion zsh`.\n\n" + "\n".join(
        functions
    ) + ZSH_END


ZSH_END = """
if [ "$funcstack[1]" = "_rejoin" ]; then
  _rejoin "$@"
else
  compdef _rejoin rejoin
fi
"""


def zsh_function(command: Command) -> str:
    """What `_arguments` is told of a command."""
    specs = []
    for option in command.options:
        takes = f":value:{zsh_values(option)}" if option.takes else ""
        names = option.names[0] if len(option.names) == 1 else "{" + ",".join(option.names) + "}"
        around = "" if len(option.names) == 1 else f"({' '.join(option.names)})"
        text = zsh_quoted(f"[{zsh_text(option.help)}]{takes}")
        specs.append(f"{zsh_quoted(around)}{names}{text}" if around else zsh_quoted(f"{names}[{zsh_text(option.help)}]{takes}"))
    for argument in command.arguments:
        specs.append(zsh_quoted(f"*:argument:{zsh_values(argument)}"))
    name = "_".join(["_rejoin", *command.path])
    if not command.below:
        return f"{name}() {{\n  _arguments -s \\\n    " + " \\\n    ".join(specs) + "\n}\n"
    described = [zsh_quoted(f"{word}:{text}") for word, text in command.below.items()]
    return "\n".join(
        [
            f"{name}() {{",
            "  local line state",
            "  _arguments -s -C \\",
            *(f"    {spec} \\" for spec in specs),
            "    '1: :->command' '*:: :->rest'",
            "  case $state in",
            f"    command) local -a found=({' '.join(described)}); _describe command found ;;",
            "    rest)",
            "      case $line[1] in",
            *(f"        {word}) {name}_{word} ;;" for word in command.below),
            "      esac ;;",
            "  esac",
            "}",
            "",
        ]
    )


def zsh_values(option: Option) -> str:
    if option.words:
        return f"({' '.join(option.words)})"
    return "_files" if option.file else " "


def zsh_text(text: str) -> str:
    """A help inside of brackets, where some characters have a meaning."""
    for character in "\\[]:":
        text = text.replace(character, f"\\{character}")
    return text


def zsh_quoted(text: str) -> str:
    """A word that the shell takes as it is."""
    return "'" + text.replace("'", "'\\''") + "'"


def fish(found: list[Command]) -> str:
    """A line for each command and option, with the words that must stand before it."""
    lines = ["# The completion of rejoin for fish, written by `rejoin completion fish`.", "complete -c rejoin -f"]
    for command in found:
        seen = [f"__fish_seen_subcommand_from {word}" for word in command.path]
        none = f"not __fish_seen_subcommand_from {' '.join(command.below)}" if command.below else ""
        when = fish_quoted("; and ".join([*seen, none] if none else seen))
        begin = f"complete -c rejoin -n {when}" if seen or none else "complete -c rejoin"
        lines += [f"{begin} -a {word} -d {fish_quoted(text)}" for word, text in command.below.items()]
        for option in command.options:
            names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
            lines.append(f"{begin} {' '.join(names)} -d {fish_quoted(option.help)}{fish_takes(option)}")
        for argument in command.arguments:
            if argument.file:
                lines.append(f"{begin} -F")
            elif argument.words:
                lines.append(f"{begin} -a {fish_quoted(' '.join(argument.words))}")
    return "\n".join(lines) + "\n"


def fish_takes(option: Option) -> str:
    if not option.takes:
        return ""
    if option.words:
        return f" -x -a {fish_quoted(' '.join(option.words))}"
    return " -r -F" if option.file else " -x"


def fish_quoted(text: str) -> str:
    """A word that the shell takes as it is."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
