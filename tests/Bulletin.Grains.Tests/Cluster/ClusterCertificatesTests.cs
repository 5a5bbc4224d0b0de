using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulletin.Grains.Cluster;
using Orleans.Connections.Security;

namespace Bulletin.Grains.Tests.Cluster;

public sealed class ClusterCertificatesTests : IDisposable
{
    private static readonly string[] s_files = ["tls.crt", "tls.key", "ca.crt"];
    private readonly string _mount = System.IO.Directory.CreateTempSubdirectory("bulletin-tls-").FullName;
    private int _mounted;

    [Fact]
    public void A_certificate_that_Kubernetes_renews_behind_links_is_shown_from_the_next_connection_on()
    {
        Mount("CN=first");
        ClusterCertificates certificates = new(new() { CertificateFile = In("tls.crt"), KeyFile = In("tls.key"), AuthorityFile = In("ca.crt") });
        TlsOptions tls = new();
        certificates.Apply(tls);
        Assert.Equal("CN=first", tls.LocalServerCertificateSelector!(null!, null!)!.Subject);

        Mount("CN=second");

        Assert.Equal("CN=second", tls.LocalServerCertificateSelector(null!, null!)!.Subject);
    }

    public void Dispose() => System.IO.Directory.Delete(_mount, recursive: true);

    private string In(params ReadOnlySpan<string> parts) => Path.Combine([_mount, .. parts]);

    /// <summary>As the kubelet mounts a Secret: files are links into a folder that is a link to the version that counts.</summary>
    private void Mount(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        var version = $"..version-{++_mounted}";
        System.IO.Directory.CreateDirectory(In(version));
        foreach (var (file, text) in s_files.Zip([certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem()]))
        {
            File.WriteAllText(In(version, file), text);
            File.SetLastWriteTimeUtc(In(version, file), now.UtcDateTime.AddMinutes(_mounted));
        }

        if (_mounted > 1) System.IO.Directory.Delete(In("..data"));
        System.IO.Directory.CreateSymbolicLink(In("..data"), version);
        if (_mounted > 1) return;
        foreach (var file in s_files) File.CreateSymbolicLink(In(file), Path.Combine("..data", file));
    }
}
