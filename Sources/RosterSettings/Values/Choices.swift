/// The settings that are one of a few words; raw values are what the operator writes.
extension Settings {
    /// Where the directory is kept.
    package enum Database: Sendable, Equatable {
        /// A file in the data folder.
        case sqlite
        /// `postgres://` or `postgresql://`; the URL may hold a password.
        case postgres(url: String)
    }

    /// Who may call the Tavern surface.
    package enum TavernAuthentication: String, Sendable, CaseIterable {
        /// Callers of this machine need no credential.
        case local
        case required
    }

    /// Whether people may create accounts for themselves.
    package enum Registration: String, Sendable, CaseIterable {
        case closed, open
    }

    /// What new password hashes are made with.
    package enum PasswordAlgorithm: String, Sendable, CaseIterable {
        case argon2id, bcrypt
    }

    /// Whether IAM answers show the password hash.
    package enum PasswordHashDisplay: String, Sendable, CaseIterable {
        case hidden, reveal
    }

    /// How the lists of the ThinkSNS surface show pictures.
    package enum ThinkSNSAvatars: String, Sendable, CaseIterable {
        /// An address, as the surface's page prints lists.
        case link
        /// An object with `url`, as clients of the 2.x servers read them.
        case object
    }

    /// What mails and text messages are written in; the codes of ISO 639-1.
    package enum DeliveryLanguage: String, Sendable, CaseIterable {
        case zh, en
    }

    /// The least important log line that is still written.
    package enum LogLevel: String, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// How log lines look.
    package enum LogFormat: String, Sendable, CaseIterable {
        case text, json
    }

    /// The PEM files of the HTTPS listeners.
    package struct TLSFiles: Sendable, Equatable {
        package let certificate: String
        package let key: String
    }
}
