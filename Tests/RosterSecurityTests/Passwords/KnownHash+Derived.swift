extension KnownHash {
    /// Longer than a block of SHA-256 and SHA-512, so that HMAC takes its digest.
    private static let longPassword = String(repeating: "long password ", count: 20)

    /// PBKDF2 and scrypt as web frameworks spell them; the salts of passlib and PHC hold the
    /// characters in which their alphabets differ.
    static let derived: [KnownHash] = [
        .init(
            "correct horse",
            "pbkdf2_sha256$1000$seasalt2019XYZab$ENBNMwCgKuLyoiYWfpfS6LuI+wwa8g8/x1FOmmzf7N4=",
            "Django 5.2"),
        .init(
            "密码🔑\u{E9}",
            "pbkdf2_sha256$1$lIoQ9GzZQ1yh$I/lslgcRBlv/CgTpeS0/TaPINpE57tHfzNXrgk6lbGY=",
            "Django 5.2, multi-byte"),
        .init(
            "",
            "pbkdf2_sha256$1500$seasalt$Zfe8QkR4YVyiCz5RNB5t6ZbSBSLPYZMHFNVAsQMo8/4=",
            "Django 5.2, empty"),
        .init(
            "correct horse",
            "pbkdf2_sha1$1000$seasalt$iQvkNOF1wEL4Khh8eogJ8rUhipM=",
            "Django 5.2"),
        .init(
            "correct horse",
            """
            scrypt$1024$seasalt$8$5$U5L/E4s8HSw/x7c2z5Ose/wRS4Ex+nZFwhoeVl7Y/Ivmfxi7M91P9jpq7M\
            YsDfV9WCzv+HMsQaovdkOikEuBXg==
            """,
            "Django 5.2"),
        .init(
            "",
            """
            scrypt$16$seasalt$1$1$d/6ov0QW0Tt/VFrZe//izwiTvkGjyhk4XHL+Wz3Jw2CD0khDlJkZaVB4/qQu\
            dK9SchGpehQ1J/oPlY04o1QjQA==
            """,
            "Django 5.2, empty"),
        .init(
            "correct horse",
            "$pbkdf2$1212$.........wA$vh/cEdtlPO0RFDo2u9Lyj5E1Xd8",
            "passlib 1.7.4"),
        .init(
            "correct horse",
            """
            $pbkdf2-sha256$1000$..../z8wMTIzNDU2Nzg5YQ$R1/DotMWD9Ha5oIFUfRxvwuqFKxdBru82JI71oC\
            pnZo
            """,
            "passlib 1.7.4"),
        .init(
            "密码🔑\u{E9}",
            """
            $pbkdf2-sha512$1000$..../z8wMTIzNDU2Nzg5YQ$uJt08rTSfgeO7U2/sP4ojlcGQC.FVhjqIKua60Q\
            d.vH0FxXR9XfPEGLawQ88.LnbjRdtpaNJgdKfOkCK6lxbwg
            """,
            "passlib 1.7.4, multi-byte"),
        .init(
            "",
            "$pbkdf2-sha256$1$eA$yb9iKunqNijXRQKUvO6LoyiwVgfOzKs1.3gaWy8rzxc",
            "passlib 1.7.4, empty"),
        .init(
            "correct horse",
            """
            $scrypt$ln=4,r=8,p=1$++++/z8wMTIzNDU2Nzg5YQ$ft6vcnBIi0yq9PqaHVXrYKZpeGJm+maPN+oEMN\
            qpEr0
            """,
            "passlib 1.7.4"),
        .init(
            "密码🔑\u{E9}",
            """
            $scrypt$ln=4,r=8,p=1$++++/z8wMTIzNDU2Nzg5YQ$+NnMuP+D3F8cQGnPf2Fyl3n0wOSxHDQ+iIEm9J\
            4Sh/c
            """,
            "passlib 1.7.4"),
        .init(
            "",
            "$scrypt$ln=10,r=8,p=1$TmFDbA$8am9aO2BBadedIc8vldKwZYGOeBkPWX/Tzc8PX3QvsU",
            "passlib 1.7.4, empty"),
        .init(
            "correct horse",
            """
            $pbkdf2-sha256$i=1000,l=32$++++/z8wMTIzNDU2Nzg5YQ$R1/DotMWD9Ha5oIFUfRxvwuqFKxdBru8\
            2JI71oCpnZo
            """,
            "Python 3.11, hashlib"),
        .init(
            "correct horse",
            """
            $pbkdf2-sha256$i=1000$++++/z8wMTIzNDU2Nzg5YQ$R1/DotMWD9Ha5oIFUfRxvwuqFKxdBru82JI71\
            oCpnZo
            """,
            "Python 3.11, hashlib"),
        .init(
            "correct horse",
            "$pbkdf2-sha256$i=1000,l=16$++++/z8wMTIzNDU2Nzg5YQ$R1/DotMWD9Ha5oIFUfRxvw",
            "Python 3.11, hashlib, the shortest key"),
        .init(
            "correct horse",
            """
            $pbkdf2-sha512$i=1000$++++/z8wMTIzNDU2Nzg5YQ$KNysPOOZg8W1DkQKYWrl6Zbuld57yl/6tucsE\
            UODXRBmAoIjYg0MxD2dFIKF2byDJz0FEfGfPXRoXQvje55yyA
            """,
            "Python 3.11, hashlib"),
        .init(
            "密码🔑\u{E9}",
            """
            $pbkdf2-sha1$i=1000,l=64$++++/z8wMTIzNDU2Nzg5YQ$TnuudnXr0K8dBOz7NlpHwgwOoqcnNUNXai\
            E6zNuAYjKOm9OCdOknjVBQyVN1AXSnX4I4aShHE5AoeB1nq4OyAw
            """,
            "Python 3.11, hashlib, four blocks"),
        .init(
            "",
            """
            $pbkdf2-sha256$i=1,l=64$++++/z8wMTIzNDU2Nzg5YQ$AZjgEcz7jpEzSeT4NJnrayVbHMhGrz0JpZe\
            b9WS4KWPKBS2qZCOU/046BWvx42989y6+y8ou9jPS+dPTtUoMPg
            """,
            "Python 3.11, hashlib, two blocks"),
        .init(
            "correct horse",
            """
            $scrypt$ln=4,r=16,p=1$++++/z8wMTIzNDU2Nzg5YQ$Jeaf3WvmJeyHVd+/0ztb3E95rWkS8ziVPdr4V\
            YrEcs6ObqCBsANgfVFFyO8OuP8iRUeRZrSyApaUlYqk7ESYgg
            """,
            "Python 3.11, hashlib, the largest r of one lane"),
        .init(
            "correct horse",
            "$scrypt$ln=4,r=32,p=2$++++/z8wMTIzNDU2Nzg5YQ$mn6L6h03aMX1kULFh1MJSQ",
            "Python 3.11, hashlib, a larger r with lanes"),
        .init(
            "correct horse",
            "pbkdf2:sha1:1000$OvT0pcLtTYR9Zkzs$9de43959659df1c5da1f06705d377f03fe0693cf",
            "Werkzeug 3.1"),
        .init(
            "correct horse",
            """
            pbkdf2:sha256:1000$OvT0pcLtTYR9Zkzs$95db762f26ef22e9c27ad7cc15fe11755a30c72bb23e2f\
            3b0a4041566c8e01f5
            """,
            "Werkzeug 3.1"),
        .init(
            "correct horse",
            """
            pbkdf2:sha512:1000$OvT0pcLtTYR9Zkzs$2bdb90c8745e56d5fc3c8390a188daa7f3376f63d7d1f5\
            8faa2668411102d76dbd7e313abfd1cadee03c270b253ea9b776d946d07d651bacbddce4323d1bf29a
            """,
            "Werkzeug 3.1"),
        .init(
            "密码🔑\u{E9}",
            "pbkdf2:sha256:1$a$2ad87f6794909df518f9bd1aead9d2d5f351229f42b9feb4a07136a64be812e6",
            "Werkzeug 3.1"),
        .init(
            "",
            """
            pbkdf2:sha512:2$OvT0pcLtTYR9Zkzs$8b2c924c1f7dde4f68a5b64caa32960c7012482b2995e06bf\
            697316db34c0133c9fd553d2942781b322b33098eff7ea186e89f3f76c116c0c08e50326659b832
            """,
            "Werkzeug 3.1"),
        .init(
            "correct horse",
            """
            scrypt:1024:8:1$OvT0pcLtTYR9Zkzs$1d34ba78b59aab7d3d3e81029fab94011ff0f52ecc479f1a6\
            3b13b7a3cb6806ac05f34bdd290b0e1f99077feeee6fb8d423022c07f3028f3c6f237f0ce623010
            """,
            "Werkzeug 3.1"),
        .init(
            "密码🔑\u{E9}",
            """
            scrypt:16:2:3$OvT0pcLtTYR9Zkzs$7dc8b3a91f857f654b8a7376bce652f07f3d7ddee158dc04bb7\
            f59be58e998133d0c337c68090950f400f110d04414da4214c0f284ab91da54c9eda0a1d2522c
            """,
            "Werkzeug 3.1"),
        .init(
            longPassword,
            "pbkdf2_sha256$10$seasalt$xatYRgjYsUG54+k0PVduTjEiJegBWB/5X2AV4MkI8Fw=",
            "Django 5.2, long password"),
        .init(
            longPassword,
            """
            scrypt:16:8:2$OvT0pcLtTYR9Zkzs$e5438a52930b5fd0b22bf6056a958fcbfa07a178b1436af4074\
            f87c7404cebfe19efde98d4159c31809a0b2c67df566d9fa737fbd23023a5e7ce59702a5ef8c5
            """,
            "Werkzeug 3.1, long password"),
        .init(
            "password",
            "pbkdf2:sha1:1$salt$0c60c80f961f0e71f3a9b524af6012062fe037a6",
            "RFC 6070"),
        .init(
            "passwd",
            """
            $pbkdf2-sha256$i=1,l=64$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm\
            2RZkWZLOdd+8xfHG4RbHjC9UJESBB06GXgw
            """,
            "RFC 7914, section 11"),
        .init(
            "password",
            """
            scrypt:1024:8:16$NaCl$fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b37\
            31622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
            """,
            "RFC 7914, section 12"),
    ]
}
