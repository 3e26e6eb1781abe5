"""The entry script: a guard and nothing else, because worker processes import it too."""

if __name__ == "__main__":
    from playground.ui.shell import main

    main()
