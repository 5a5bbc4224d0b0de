using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>What values of the chart change.</summary>
public sealed class HelmValuesTests
{
    private static readonly string Digest = $"sha256:{new string('a', 64)}";

    [Fact]
    public void The_host_and_the_class_of_the_ingress_are_the_operators()
    {
        var ingress = HelmChart.Read("ingress: {host: chat.example.org, className: nginx, tlsSecret: own, annotations: {a/b: c, haproxy.org/timeout-tunnel: null}}").The<V1Ingress>("bulletin");

        Assert.Equal("chat.example.org", Assert.Single(ingress.Spec.Rules).Host);
        Assert.Equal("nginx", ingress.Spec.IngressClassName);
        var tls = Assert.Single(ingress.Spec.Tls);
        Assert.Equal(("own", "chat.example.org"), (tls.SecretName, Assert.Single(tls.Hosts)));
        Assert.Equal("c", ingress.GetAnnotation("a/b"));
        Assert.Null(ingress.GetAnnotation("haproxy.org/timeout-tunnel"));
    }

    [Fact]
    public void Without_a_secret_for_its_certificate_the_ingress_has_no_TLS() =>
        Assert.Null(HelmChart.Read("ingress: {tlsSecret: \"\"}").The<V1Ingress>("bulletin").Spec.Tls);

    [Fact]
    public void Without_an_ingress_everything_else_is_there()
    {
        var manifests = HelmChart.Read("ingress: {enabled: false}");

        Assert.Empty(manifests.Each<V1Ingress>());
        Assert.Equal(HelmChart.Read().All.Count - 1, manifests.All.Count);
    }

    [Fact]
    public void Without_autoscaling_there_are_as_many_pods_as_the_values_say()
    {
        var manifests = HelmChart.Read("silo: {autoscaling: {enabled: false}, replicas: 5}\ngateway: {autoscaling: {enabled: false}, replicas: 2}");

        Assert.Empty(manifests.Each<V2HorizontalPodAutoscaler>());
        Assert.Equal((5, 2), (manifests.The<V1Deployment>("bulletin-silo").Spec.Replicas, manifests.The<V1Deployment>("bulletin-gateway").Spec.Replicas));
    }

    [Fact]
    public void Autoscalers_keep_to_the_values()
    {
        var manifests = HelmChart.Read("gateway: {autoscaling: {minReplicas: 4, maxReplicas: 40, cpu: 60, connections: 8000}}");

        var scaler = manifests.The<V2HorizontalPodAutoscaler>("bulletin-gateway").Spec;
        Assert.Equal((4, 40), (scaler.MinReplicas, scaler.MaxReplicas));
        Assert.Equal(60, scaler.Metrics.Single(metric => metric.Resource is not null).Resource.Target.AverageUtilization);
        Assert.Equal(8000, scaler.Metrics.Single(metric => metric.Pods is not null).Pods.Target.AverageValue.ToInt64());
        Assert.Null(manifests.The<V1Deployment>("bulletin-gateway").Spec.Replicas);
    }

    [Fact]
    public void Silos_and_their_migration_run_the_image_with_the_digest()
    {
        var manifests = HelmChart.Read($"silo: {{image: {{repository: registry.local/silo, tag: ignored, digest: \"{Digest}\"}}}}");

        Assert.All(new[] { "bulletin-silo", "bulletin-migrate" }, name => Assert.Equal($"registry.local/silo@{Digest}", ImageOf(manifests, name)));
    }

    [Fact]
    public void Gateways_can_keep_their_version_while_silos_get_the_next()
    {
        var manifests = HelmChart.Read("gateway: {image: {tag: 0.0.9}}");

        Assert.EndsWith("bulletin-gateway:0.0.9", ImageOf(manifests, "bulletin-gateway"), StringComparison.Ordinal);
        Assert.Equal(ImageOf(HelmChart.Read(), "bulletin-silo"), ImageOf(manifests, "bulletin-silo"));
    }

    [Fact]
    public void All_pods_get_the_credentials_of_the_registry() =>
        Assert.All(HelmChart.Read("imagePullSecrets: [registry]").Workloads, workload => Assert.Equal("registry", Assert.Single(workload.Pod.ImagePullSecrets).Name));

    [Fact]
    public void A_changed_setting_starts_new_pods_of_its_servers_only()
    {
        const string Checksum = "checksum/settings";

        var (before, after) = (HelmChart.Read(), HelmChart.Read("gateway: {settings: {Limits__SignUp__PerSecond: \"10\", ForwardedHeaders__KnownNetworks__2: null}}"));

        var gateway = after.WorkloadNamed("bulletin-gateway");
        Assert.Equal("10", after.Setting(gateway, "Limits__SignUp__PerSecond"));
        Assert.Null(after.Setting(gateway, "ForwardedHeaders__KnownNetworks__2"));
        Assert.Equal("8080", after.Setting(gateway, "ASPNETCORE_HTTP_PORTS"));
        Assert.NotEqual(before.WorkloadNamed("bulletin-gateway").Template.Metadata.Annotations[Checksum], gateway.Template.Metadata.Annotations[Checksum]);
        Assert.Equal(before.WorkloadNamed("bulletin-silo").Template.Metadata.Annotations[Checksum], after.WorkloadNamed("bulletin-silo").Template.Metadata.Annotations[Checksum]);
    }

    [Fact]
    public void Resources_are_those_of_the_values()
    {
        var resources = HelmChart.Read("silo: {resources: {requests: {cpu: 500m}, limits: {memory: 3Gi}}}").WorkloadNamed("bulletin-silo").Pod.Containers[0].Resources;

        Assert.Equal(0.5m, resources.Requests["cpu"].ToDecimal());
        Assert.Equal("1Gi", resources.Requests["memory"].ToString());
        Assert.Equal("3Gi", resources.Limits["memory"].ToString());
    }

    [Fact]
    public void Secrets_can_have_other_names()
    {
        var pods = HelmChart.Read("database: {secret: db, ownerSecret: owner}\nsigning: {secret: keys}").Workloads.ToDictionary(workload => workload.Component, workload => workload.Pod);

        Assert.Equal(("db", "db", "owner"), (Database("silo"), Database("gateway"), Database("migrate")));
        Assert.Contains(pods["gateway"].Volumes, volume => volume.Secret?.SecretName == "keys");

        string Database(string component) => pods[component].Containers[0].Env.Single(one => one.Name == "ConnectionStrings__Postgres").ValueFrom.SecretKeyRef.Name;
    }

    [Fact]
    public void Everything_is_in_the_namespace_of_the_release() =>
        Assert.All(HelmChart.Read(space: "chat").All, one => Assert.Equal("chat", one.Metadata.NamespaceProperty));

    private static string ImageOf(Manifests manifests, string workload) => manifests.WorkloadNamed(workload).Pod.Containers[0].Image;
}
