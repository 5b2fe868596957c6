"`python -m cellbook`, where the folder of the `cellbook` command is on no path"

from cellbook import command

if __name__ == "__main__":
    command()
