using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Bulletin.Grains.Cluster;

/// <summary>This process's certificates, reloaded from their files: a renewed one is used from the next connection on.</summary>
internal sealed class ClusterCertificates
{
    private readonly ClusterTlsOptions files;
    private readonly Lock gate = new();
    private DateTime written;
    private X509Certificate2 own;
    private X509Certificate2Collection authorities;

    /// <exception cref="StartFailedException">A file is missing, or is not a certificate or key.</exception>
    public ClusterCertificates(ClusterTlsOptions files)
    {
        this.files = files;
        try
        {
            written = Written();
            (own, authorities) = Read();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartFailedException(
                $"Cluster:Tls requires CertificateFile, KeyFile and AuthorityFile, all PEM files. {unreadable.Message}", unreadable);
        }
    }

    public void Apply(TlsOptions tls)
    {
        tls.LocalServerCertificateSelector = (_, _) => Own();
        tls.LocalClientCertificateSelector = (_, _, _, _, _) => Own();
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        // Pods have no stable names, so any certificate that the authority signed is trusted.
        tls.RemoteCertificateValidation = (certificate, _, _) => IsOurs(certificate);
        tls.OnAuthenticateAsClient = (_, options) => options.TargetHost = "bulletin";
        // Validated at start; at run time the selectors take precedence.
        tls.LocalCertificate = own;
    }

    /// <summary>When the own certificate or the last of the authorities expires, whichever is first.</summary>
    public DateTimeOffset Expire()
    {
        Refresh();
        return authorities.Select(authority => authority.NotAfter).DefaultIfEmpty(DateTime.UnixEpoch).Max() is var last && last < own.NotAfter ? last : own.NotAfter;
    }

    private X509Certificate2 Own()
    {
        Refresh();
        return own;
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        Refresh();
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }

    private void Refresh()
    {
        lock (gate)
        {
            try
            {
                if (Written() is var now && now == written) return;
                (own, authorities) = Read();
                written = now;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // The files are being replaced: keep the current certificates and retry at the next connection.
            }
        }
    }

    private DateTime Written() => new[] { files.CertificateFile, files.KeyFile, files.AuthorityFile }.Max(WrittenAt);

    /// <summary>The time of a link's target: Kubernetes replaces a renewed Secret behind links that stay unchanged.</summary>
    private static DateTime WrittenAt(string file) => (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)).LastWriteTimeUtc;

    private (X509Certificate2 Own, X509Certificate2Collection Authorities) Read()
    {
        X509Certificate2Collection trusted = [];
        trusted.ImportFromPemFile(files.AuthorityFile);
        return (X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile), trusted);
    }
}
