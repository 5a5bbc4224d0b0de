namespace Bulletin.Grains.Cluster;

/// <summary>
/// Encryption between the processes of a cluster, section <c>Cluster:Tls</c>; off unless files are named. Each shows a
/// certificate and takes only those that the authority signed, so that its certificates are for this cluster alone.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>PEM: this process' certificate. It may serve clients and servers, or says nothing of what it may.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM: the certificate's private key.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>PEM: whom to believe, one certificate or several; with several, one can replace another.</summary>
    public string AuthorityFile { get; init; } = "";

    internal bool IsOn => CertificateFile.Length > 0 || KeyFile.Length > 0 || AuthorityFile.Length > 0;
}
