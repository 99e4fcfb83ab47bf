import Foundation

/// Compares an answer with a sample: same keys, same JSON types.
package enum SampleFields {
    package static func parse(_ text: String) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
            ?? NSNull()
    }

    /// The paths of the sample that the answer lacks or has with another type.
    package static func missing(from answer: Any, of sample: Any, at path: String = "") -> [String]
    {
        if let sample = sample as? [String: Any] {
            guard let answer = answer as? [String: Any] else { return [path + " is no object"] }
            return sample.flatMap { key, value in
                guard let found = answer[key] else { return ["\(path).\(key) is missing"] }
                return missing(from: found, of: value, at: "\(path).\(key)")
            }
        }
        if let sample = sample as? [Any] {
            guard let answer = answer as? [Any], answer.count == sample.count else {
                return [path + " is no such list"]
            }
            return zip(answer, sample).flatMap { missing(from: $0, of: $1, at: path + "[]") }
        }
        let isSame =
            sample is String ? answer is String : answer is NSNumber && !(answer is String)
        return isSame ? [] : ["\(path) has another type"]
    }
}
