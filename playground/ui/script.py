"""The script of every page: a guard and nothing else, because worker processes may import it too."""

if __name__ == "__main__":
    from playground.ui.shell import main

    main()
