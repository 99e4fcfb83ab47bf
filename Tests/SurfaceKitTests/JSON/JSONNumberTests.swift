import SurfaceKit
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(
        "a number is a whole one when it is exactly that and fits",
        arguments: [
            ("0", 0), ("-0", 0), ("0.000", 0), ("0e999999999999999999999", 0), ("1", 1), ("-1", -1),
            ("1.0", 1), ("1e2", 100), ("1.50E+1", 15), ("1500e-2", 15), ("-0.12e2", -12),
            ("10000000000000000000000e-22", 1), ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("922337203685477580.7e1", .max),
            ("9223372036854775808", nil), ("-9223372036854775809", nil),
            ("99999999999999999999", nil), ("1e19", nil), ("1.5", nil), ("1e-1", nil),
            ("15e-1", nil), ("9223372036854775806.5", nil), ("1e999999999999999999999", nil),
            ("1e-999999999999999999999", nil),
        ] as [(String, Int64?)])
    func int64(text: String, expected: Int64?) throws {
        #expect(try #require(JSONNumber(text: text)).int64 == expected)
    }

    @Test(
        "a double is the nearest one, or none",
        arguments: [
            ("1.5", 1.5), ("-0", -0.0), ("1e2", 100), ("0.1", 0.1), ("1e-999", 0),
            ("1.7976931348623157e308", .greatestFiniteMagnitude), ("1e309", nil), ("-1e309", nil),
        ] as [(String, Double?)])
    func double(text: String, expected: Double?) throws {
        #expect(try #require(JSONNumber(text: text)).double == expected)
    }

    @Test(
        "what is no JSON number is refused",
        arguments: [
            "", " 1", "1 ", "+1", "01", "-", "1.", ".1", "1e", "1e+", "0x1", "1a", "NaN", "inf",
            "٣",
        ])
    func refusal(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test("numbers from code are spelt plainly; infinities and NaN have no spelling")
    func spelling() {
        #expect(JSONNumber(Int64.min).text == "-9223372036854775808")
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
        #expect(JSONNumber(0.1)?.text == "0.1")
        #expect(JSONNumber(1e300)?.text == "1e+300")
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
    }
}
