from models.bitnet.app import main

main()
