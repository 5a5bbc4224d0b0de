using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Cluster;

/// <summary>Tells operators when this process's cluster certificate expires.</summary>
internal sealed class CertificateMetrics
{
    public CertificateMetrics(ClusterCertificates certificates, IMeterFactory meters) =>
        meters.Create(BulletinTelemetry.Name).CreateObservableGauge(
            "bulletin.cluster.certificate.expiry_timestamp", () => certificates.Expire().ToUnixTimeSeconds(), "s",
            "When this process's certificate or its authority expires, whichever is first");

    public static void Add(IServiceCollection services, ClusterCertificates certificates) =>
        services.AddSingleton(certificates).AddSingleton<CertificateMetrics>().AddHostedService<EagerStart<CertificateMetrics>>();
}
