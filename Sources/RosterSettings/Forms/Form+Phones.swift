import CPhoneNumbers

extension Form<String> {
    /// Two letters of ISO 3166 for a country of which libphonenumber has the numbers.
    static var phoneRegion: Self {
        Form(
            read: { (text) throws(BadValue) in
                let code = text.uppercased()
                guard code.utf8.count == 2, unsafe roster_phone_region_is_known(code) == 1 else {
                    throw BadValue(
                        "must be the two letters of a country, such as CN or DE, not "
                            + quoted(text))
                }
                return code
            },
            write: { $0 })
    }
}
