/// Bodies of requests. Texts go in as they stand, so they hold neither quotes nor backslashes that
/// JSON would not take.
enum Body {
    static func login(_ login: String, _ password: String) -> String {
        #"{"login":"\#(login)","password":"\#(password)"}"#
    }

    static func codeLogin(_ login: String, _ code: String) -> String {
        #"{"login":"\#(login)","verifiable_code":"\#(code)"}"#
    }

    /// `"email":"..."` or `"phone":"..."`.
    static func address(_ destination: String) -> String {
        let field = destination.contains("@") ? "email" : "phone"
        return #""\#(field)":"\#(destination)""#
    }

    static func destination(_ destination: String) -> String { "{\(address(destination))}" }

    /// - Parameter more: Further members, with the comma before them.
    static func registration(
        _ name: String, at destination: String, code: String, password: String = SNS.password,
        more: String = ""
    ) -> String {
        let type = destination.contains("@") ? "mail" : "sms"
        return """
            {"name":"\(name)",\(address(destination)),"verifiable_type":"\(type)",\
            "verifiable_code":"\(code)","password":"\(password)"\(more)}
            """
    }

    /// A change of address.
    static func binding(_ destination: String, code: String) -> String {
        #"{\#(address(destination)),"verifiable_code":"\#(code)"}"#
    }

    static func unbinding(_ password: String, code: String) -> String {
        #"{"password":"\#(password)","verifiable_code":"\#(code)"}"#
    }

    static func recovery(
        _ destination: String, code: String, password: String = "New@2021"
    ) -> String {
        let type = destination.contains("@") ? "mail" : "sms"
        return """
            {"verifiable_type":"\(type)","verifiable_code":"\(code)",\(address(destination)),\
            "password":"\(password)"}
            """
    }

    static func password(
        _ new: String, old: String? = SNS.password, confirmation: String? = nil
    ) -> String {
        let old = old.map { #""old_password":"\#($0)","# } ?? ""
        return #"{\#(old)"password":"\#(new)","password_confirmation":"\#(confirmation ?? new)"}"#
    }

    /// An announced upload.
    static func upload(
        hash: String, size: Int, type: String = "image/png", filename: String = "a.png",
        channel: String = "public"
    ) -> String {
        """
        {"filename":"\(filename)","hash":"\(hash)","size":\(size),"mime_type":"\(type)",\
        "storage":{"channel":"\(channel)"}}
        """
    }
}
