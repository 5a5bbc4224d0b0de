using System.Security.Cryptography;
using Bulletin.Grains;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Bulletin.Api.Auth;

/// <summary>The ES256 keys of this installation. The first one signs; tokens signed with any of them are trusted.</summary>
public sealed class SigningKeys : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly List<ECDsa> _keys;

    public SigningKeys(IOptions<AuthOptions> options)
    {
        var auth = options.Value;
        string[] given = [.. auth.SigningKeys, .. auth.SigningKeyFiles.Select(Text)];
        _keys = [.. (given.Length > 0 ? given : [Kept(auth.KeyFolder)]).Select(Read)];
        All = [.. _keys.Select(Named)];
    }

    /// <summary>With their RFC 7638 thumbprints as key ids.</summary>
    public IReadOnlyList<ECDsaSecurityKey> All { get; }

    public ECDsaSecurityKey Current => All[0];

    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartFailedException($"the signing key '{file}' (Auth:SigningKeyFiles) can't be read. {refused.Message}", refused);
        }
    }

    private static string Kept(string folder)
    {
        try
        {
            return KeyFolder.ReadOrCreate(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"the signing key in the folder '{folder}' (Auth:KeyFolder, by default in Data) can't be read or created. {refused.Message}", refused);
        }
    }

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            // Throws for a key that has only its public half.
            if (key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256) return key;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            // Reported below: the messages of these exceptions are of no help.
        }

        key.Dispose();
        throw new StartFailedException("a signing key (Auth:SigningKeys, Auth:SigningKeyFiles) must be a private ECDSA P-256 key in PEM format.");
    }

    private static ECDsaSecurityKey Named(ECDsa key)
    {
        var named = new ECDsaSecurityKey(key);
        named.KeyId = Base64UrlEncoder.Encode(named.ComputeJwkThumbprint());
        return named;
    }
}
