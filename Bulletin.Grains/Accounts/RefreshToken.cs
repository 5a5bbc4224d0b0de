using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// A refresh token in clear text. The text is opaque and URL-safe, but leads any gateway to the account's grain: a version
/// byte, session id, family, secret and the username's key, in base64url.
/// </summary>
/// <remarks>The family stays the same for the life of the session; each refresh spends the secret. Only somebody who was given
/// a token of this session knows its family, so a made-up token can't end a session, but a spent one can.</remarks>
public sealed class RefreshToken
{
    private const byte Version = 1;
    private const int IdSize = 16;
    private const int FamilySize = 16;
    private const int SecretSize = 32;
    private const int FixedSize = 1 + IdSize + FamilySize + SecretSize;

    /// <summary>The maximum length of a token.</summary>
    public static readonly int MaxLength = Base64Url.GetEncodedLength(FixedSize + Usernames.MaxLength);

    private readonly byte[] family;
    private readonly byte[] secret;

    private RefreshToken(string usernameKey, Guid sessionId, byte[] family, byte[] secret)
    {
        UsernameKey = usernameKey;
        SessionId = sessionId;
        this.family = family;
        this.secret = secret;
    }

    /// <summary>The key of the account's grain.</summary>
    public string UsernameKey { get; }

    internal Guid SessionId { get; }

    internal byte[] FamilyHash => SHA256.HashData(family);

    internal byte[] SecretHash => SHA256.HashData(secret);

    internal static RefreshToken Create(string usernameKey, Guid sessionId) =>
        new(usernameKey, sessionId, RandomNumberGenerator.GetBytes(FamilySize), RandomNumberGenerator.GetBytes(SecretSize));

    /// <summary>
    /// The next token, derived from this one and a salt. It is always the same for the same salt, so that a lost answer can be
    /// repeated. Neither the salt, which storage keeps, nor the token alone is enough to compute it.
    /// </summary>
    internal RefreshToken Next(byte[] salt) => new(UsernameKey, SessionId, family, HMACSHA256.HashData(salt, secret));

    internal static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SecretSize);

    /// <returns>Null if the text is not a token of this format. A well-formed token is not necessarily valid.</returns>
    public static RefreshToken? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength || !Base64Url.IsValid(text)) return null;

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < FixedSize || bytes[0] != Version) return null;

        var key = Encoding.Latin1.GetString(bytes, FixedSize, bytes.Length - FixedSize);
        if (!Usernames.IsValid(key) || Usernames.Key(key) != key) return null;

        var rest = bytes.AsSpan(1);
        return new(
            key,
            new Guid(rest[..IdSize], bigEndian: true),
            rest.Slice(IdSize, FamilySize).ToArray(),
            rest.Slice(IdSize + FamilySize, SecretSize).ToArray());
    }

    /// <summary>Only for the owner of the session.</summary>
    internal string InClear() => Base64Url.EncodeToString(
        [Version, .. SessionId.ToByteArray(bigEndian: true), .. family, .. secret, .. Encoding.Latin1.GetBytes(UsernameKey)]);
}
