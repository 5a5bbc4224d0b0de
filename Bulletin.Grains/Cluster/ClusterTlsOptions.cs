namespace Bulletin.Grains.Cluster;

/// <summary>
/// TLS between the processes of a cluster, section <c>Cluster:Tls</c>; off unless files are configured. Each process presents a
/// certificate and accepts only those signed by the authority, so the authority must be used for this cluster alone.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>
    /// PEM: this process's certificate. Its key usage must allow both client and server authentication, or be unrestricted.
    /// </summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM: the certificate's private key.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>PEM: one or several trusted authority certificates; with several, one can replace another.</summary>
    public string AuthorityFile { get; init; } = "";

    internal bool IsOn => CertificateFile.Length > 0 || KeyFile.Length > 0 || AuthorityFile.Length > 0;
}
