/// Bodies of requests. Texts go in as they stand, so they hold neither quotes nor backslashes that
/// JSON would not take.
enum Body {
    /// A user for create; its e-mail is the name at `example.com` if left out.
    /// - Parameter more: Further members, with the comma before them.
    static func user(
        _ name: String, email: String? = nil, password: String = Stage.password, more: String = ""
    ) -> String {
        let address = email ?? "\(name)@example.com"
        return """
            {"username":"\(name)","email":"\(address)","password":"\(password)"\(more)}
            """
    }

    static func login(_ name: String, _ password: String) -> String {
        #"{"username":"\#(name)","password":"\#(password)"}"#
    }

    static func refresh(_ token: String) -> String { #"{"refresh_token":"\#(token)"}"# }

    /// IAM's change of a password.
    static func passwords(old: String, new: String) -> String {
        #"{"oldPassword":"\#(old)","newPassword":"\#(new)"}"#
    }
}
