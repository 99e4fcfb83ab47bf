/// A password and what some implementation made of it.
struct KnownHash: Sendable, CustomStringConvertible {
    let password: String
    let stored: String
    let source: String

    init(_ password: String, _ stored: String, _ source: String) {
        self.password = password
        self.stored = stored
        self.source = source
    }

    var description: String { stored }

    static let all: [KnownHash] = [
        .init(
            "password",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "Argon2 reference, test.c"),
        .init(
            "password",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
            "Argon2 reference, test.c"),
        .init(
            "password",
            "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
            "Argon2 reference, test.c, version 1.0"),
        .init(
            "password",
            "$argon2d$v=19$m=256,t=2,p=1$c29tZXNhbHQ$JcTui6RIBUtJ78gE5Hi52CO+H5vS6Z9R1uxAB6OhUB8",
            "Argon2 reference, computed"),
        .init(
            "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "crypt_blowfish, wrapper.c"),
        .init(
            "U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "crypt_blowfish, wrapper.c"),
        .init(
            "U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "crypt_blowfish, wrapper.c"),
        .init(
            "Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
            "SHA-crypt, as openssl passwd -5 has it"),
        .init(
            "Hello world!",
            """
            $6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM\
            /UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.
            """,
            "Drepper, Unix crypt using SHA-256 and SHA-512"),
        .init(
            "pleaseletmein",
            "$y$jD5.7$LdJMENpBABJJ3hIHjB1Bi.$HboGM6qPrsK.StKYGt6KErmUYtioHreJd98oIugoNB6",
            "yescrypt, TESTS-OK"),
        .init(
            "pleaseletmein",
            "$y$j750..$LdJMENpBABJJ3hIHjB1Bi.$kc42d1V6hrgbs0Lfpm0ucf.FMBspB6j8Clmp2EqL18D",
            "libxcrypt, with lanes and extra passes"),
        .init(
            "pleaseletmein",
            "$gy$jD5.7$LdJMENpBABJJ3hIHjB1Bi.$sMNUMCXbajS4xLo0qpnLO2n.3IkhA1XbbW5StOp3d51",
            "libxcrypt, test-crypt-gost-yescrypt.c"),
        .init(
            "pleaseletmein",
            "$7$06..../....SodiumChloride$ENlyo6fGw4PCcDBOFepfSZjFUnVatHzCcW55.ZGz3B0",
            "libxcrypt, test-alg-yescrypt.c"),
        .init("U*U*U*U*", "$1$dXc3I7Rw$ctlgjDdWJLMT.qwHsWhXR1", "John the Ripper, md5crypt"),
        .init(
            "password", "$sha1$40000$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq",
            "NetBSD, crypt-sha1"),
    ]
}
