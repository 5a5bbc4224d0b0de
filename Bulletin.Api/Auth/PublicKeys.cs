using Microsoft.IdentityModel.Tokens;

namespace Bulletin.Api.Auth;

/// <summary>A JSON Web Key Set.</summary>
public sealed record PublicKeys(IReadOnlyList<PublicKey> Keys)
{
    internal static PublicKeys Of(SigningKeys keys) => new([.. keys.All.Select(PublicKey.Of)]);
}

/// <summary>The public half of one signing key (RFC 7517, RFC 7518).</summary>
/// <param name="Kid">The RFC 7638 thumbprint.</param>
public sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y)
{
    internal static PublicKey Of(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new("EC", "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}
