extension Form<Settings.Database> {
    static var database: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let parts = URLParts(text), isDatabase(parts) else {
                    throw BadValue(
                        "must be postgres://[user[:password]@]host[:port]/database with special "
                            + "characters percent-encoded; leave it out for SQLite")
                }
                return .postgres(url: parts.text)
            },
            write: { database in
                switch database {
                case .sqlite: "SQLite in the data folder"
                case .postgres(let url): URLParts(url)?.masked ?? mask
                }
            },
            isSecret: true)
    }

    /// The host may be left out (libpq then reads it from the query or its own defaults), or be
    /// several with commas between them.
    private static func isDatabase(_ parts: URLParts) -> Bool {
        guard ["postgres", "postgresql"].contains(parts.scheme), parts.fragment == nil,
            !parts.path.dropFirst().contains("/")
        else { return false }
        let hosts = parts.authority.split(separator: ",", omittingEmptySubsequences: false)
        return parts.authority.isEmpty || hosts.allSatisfy { HostAndPort($0) != nil }
    }
}

extension Form<DeliveryTarget> {
    /// `smtp://` or `smtps://`, or a folder.
    static var mail: Self {
        delivery(
            "must be smtp://[user:password@]host[:port][?tls=none|offered|required], smtps://... "
                + "or file:FOLDER"
        ) {
            ["smtp", "smtps"].contains($0.scheme) && ["", "/"].contains($0.path)
                && [nil, "tls=none", "tls=offered", "tls=required"].contains($0.query)
        }
    }

    /// `https://`, or a folder.
    static var textMessages: Self {
        delivery("must be https://host[:port][/path][?query] or file:FOLDER") {
            $0.scheme == "https"
        }
    }

    private static func delivery(
        _ expectation: String, isServer: @escaping @Sendable (URLParts) -> Bool
    ) -> Self {
        Form(
            read: { (text) throws(BadValue) in
                if text.hasPrefix("file:") {
                    guard let folder = folder(text.dropFirst(5)) else {
                        throw BadValue(expectation)
                    }
                    return .folder(folder)
                }
                guard let parts = URLParts(text), isServer(parts), parts.fragment == nil,
                    HostAndPort(parts.authority) != nil
                else { throw BadValue(expectation) }
                return .server(url: parts.text)
            },
            write: { target in
                switch target {
                case .folder(let path): "file:" + path
                case .server(let url): URLParts(url)?.masked ?? mask
                }
            },
            isSecret: true)
    }

    /// `file:DIR` takes the path as it is. Of `file://...` only the form without a host is one.
    private static func folder(_ text: Substring) -> String? {
        let path = text.hasPrefix("///") ? text.dropFirst(2) : text
        guard !path.isEmpty, !path.hasPrefix("//"), !path.hasControlCharacters else { return nil }
        return String(path)
    }
}

extension Form<String> {
    /// An absolute `http` or `https` URL to which paths are appended.
    static var baseURL: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let parts = URLParts(text), ["http", "https"].contains(parts.scheme),
                    parts.user == nil, parts.query == nil, parts.fragment == nil,
                    HostAndPort(parts.authority) != nil
                else {
                    throw BadValue(
                        "must be http://host[:port][/path] or https://... without user, query "
                            + "and fragment")
                }
                return withoutSlashAtEnd(parts.text)
            },
            write: { $0 })
    }

    /// Empty, or segments that each begin with a slash.
    static var pathPrefix: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard text.isEmpty || isPathPrefix(text) else {
                    throw BadValue(
                        "must be empty or a path such as /iam, without slash at its end, empty or "
                            + "dot segments, ?, #, % and white space, not \(quoted(text))")
                }
                return text
            },
            write: { $0 })
    }

    private static func isPathPrefix(_ text: String) -> Bool {
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.hasPrefix("/")
            && !segments.dropFirst().contains { ["", ".", ".."].contains($0) }
            && !text.contains { "?#%".contains($0) }
            && !text.hasWhiteSpace && !text.hasControlCharacters
    }

    /// Nothing is left of `/`.
    static func withoutSlashAtEnd(_ text: String) -> String {
        guard let last = text.lastIndex(where: { $0 != "/" }) else { return "" }
        return String(text[...last])
    }
}
