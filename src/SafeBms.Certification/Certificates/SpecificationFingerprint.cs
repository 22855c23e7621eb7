using System.Security.Cryptography;
using System.Text;
using SafeBms.Specification;

namespace SafeBms.Certification.Certificates;

/// <summary>Says which specification a certificate is about.</summary>
public static class SpecificationFingerprint
{
    /// <summary>SHA-256, in small hexadecimal digits, over each file in ordinal order of the paths: path in UTF-8, a
    /// zero byte, content, a zero byte.</summary>
    public static string Of(IEnumerable<SpecificationFile> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SpecificationFile file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
            hash.AppendData([0]);
            hash.AppendData(file.Content);
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
