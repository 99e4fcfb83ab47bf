extension Migration {
    /// One phone is one key however it is spelt; and what is sent to people is counted by mailbox,
    /// by who asked and by channel.
    ///
    /// Which key a phone has depends on a setting: the rows get theirs from ``PhoneRespelling``, after
    /// the steps and whenever the setting changes.
    static let phones = Migration(number: 9, name: "009-phones") { dialect in
        phoneKeys(dialect) + sendings(dialect) + notices(dialect)
    }

    private static func phoneKeys(_ dialect: Dialect) -> [String] {
        [
            "ALTER TABLE account ADD COLUMN phone_number_key \(dialect.keyText)",
            "DROP INDEX account_phone",
            """
            CREATE INDEX account_phone_number ON account (phone_number_key)
            WHERE phone_number_key IS NOT NULL
            """,
        ]
    }

    private static func sendings(_ dialect: Dialect) -> [String] {
        [
            // Keyed hashes, as the destination: of what shares its budget with others, and of the
            // block of addresses that asked.
            "ALTER TABLE verification_code ADD COLUMN mailbox TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE verification_code ADD COLUMN asker TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE verification_code ADD COLUMN channel TEXT NOT NULL DEFAULT ''",
            "UPDATE verification_code SET mailbox = destination",
            // One that can be typed for each asker: nobody closes the code of another one.
            "DROP INDEX verification_code_open",
            """
            CREATE UNIQUE INDEX verification_code_open
            ON verification_code (purpose, destination, asker) WHERE code_hash IS NOT NULL
            """,
            "DROP INDEX verification_code_sent",
            "CREATE INDEX verification_code_mailbox ON verification_code (mailbox, sent_at)",
            "CREATE INDEX verification_code_channel ON verification_code (channel, sent_at)",
            "CREATE INDEX verification_code_asker ON verification_code (asker, channel, sent_at)",
        ]
    }

    private static func notices(_ dialect: Dialect) -> [String] {
        [
            // A message with code, a notice, or one that goes nowhere.
            """
            ALTER TABLE outbox_message ADD COLUMN kind TEXT NOT NULL DEFAULT 'code'
            CHECK (kind IN ('code', 'address-in-use', 'silent', 'notice'))
            """,
            "UPDATE outbox_message SET kind = 'address-in-use' WHERE purpose IS NULL",
            // What a notice says, as text of ours.
            "ALTER TABLE outbox_message ADD COLUMN content TEXT",
            """
            ALTER TABLE outbox_message ADD COLUMN is_notice INTEGER NOT NULL DEFAULT 0
            CHECK (is_notice IN (0, 1))
            """,
            "DROP INDEX outbox_message_due",
            "CREATE INDEX outbox_message_due ON outbox_message (is_notice, due_at, id)",
            // Notices of the last day, for their bounds; the message itself goes when it is taken.
            """
            CREATE TABLE notice_sending (
                id \(dialect.keyText) NOT NULL PRIMARY KEY,
                channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
                mailbox TEXT NOT NULL,
                subject TEXT NOT NULL,
                sent_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX notice_sending_mailbox ON notice_sending (mailbox, sent_at)",
            "CREATE INDEX notice_sending_channel ON notice_sending (channel, sent_at)",
            "CREATE INDEX notice_sending_age ON notice_sending (sent_at)",
        ]
    }
}
