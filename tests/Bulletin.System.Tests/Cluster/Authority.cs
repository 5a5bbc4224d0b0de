using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulletin.SystemTests.Cluster;

/// <summary>Signs certificates for the processes of one cluster.</summary>
internal sealed class Authority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _folder;
    private int _issued;

    public Authority(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        CertificateRequest request = new("CN=Cluster", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "authority.pem"), _certificate.ExportCertificatePem());
    }

    /// <summary>The settings of a process with a certificate of its own.</summary>
    public Dictionary<string, string> Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=A process", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        var number = ++_issued;
        using var certificate = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, [(byte)number]);
        File.WriteAllText(Path.Combine(_folder, $"{number}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, $"{number}.key"), key.ExportPkcs8PrivateKeyPem());
        return new()
        {
            ["Cluster:Tls:CertificateFile"] = Path.Combine(_folder, $"{number}.pem"),
            ["Cluster:Tls:KeyFile"] = Path.Combine(_folder, $"{number}.key"),
            ["Cluster:Tls:AuthorityFile"] = Path.Combine(_folder, "authority.pem"),
        };
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
