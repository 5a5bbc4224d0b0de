using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class CloudNativePgTests
{
    private static readonly OwnOverlay Overlay = OwnOverlay.Of("base", "examples/cloudnative-pg");
    private static readonly CustomResource Cluster = Overlay.The("Cluster", "bulletin-db");
    private static readonly CustomResource Restored = CustomResource.Of(Repository.Text("k8s", "examples", "cloudnative-pg", "restore.yml"))!;

    [Fact]
    public void The_migration_owns_the_tables_and_servers_only_use_them()
    {
        Assert.Equal("bulletin_owner", Cluster.Text("spec.bootstrap.initdb.owner"));
        Assert.Equal("bulletin", Cluster.Text("spec.managed.roles.0.name"));
        Assert.All(Overlay.Manifests.Workloads, workload =>
        {
            var (role, secret) = workload.Component == "migrate" ? ("bulletin_owner", "spec.bootstrap.initdb.secret.name") : ("bulletin", "spec.managed.roles.0.passwordSecret.name");
            var variables = workload.Pod.Containers[0].Env.ToDictionary(one => one.Name);
            Assert.Contains($";Username={role};", variables["ConnectionStrings__Postgres"].Value, StringComparison.Ordinal);
            Assert.Null(variables["ConnectionStrings__Postgres"].ValueFrom);
            Assert.Equal((Cluster.Text(secret), "password"), (variables["PGPASSWORD"].ValueFrom.SecretKeyRef.Name, variables["PGPASSWORD"].ValueFrom.SecretKeyRef.Key));
        });
    }

    [Fact]
    public void Its_roles_have_the_rights_that_the_readme_gives_them()
    {
        var readme = Repository.Text("k8s", "README.md");

        var statements = Cluster.Texts("spec.bootstrap.initdb.postInitApplicationSQL");

        Assert.Contains("CREATE ROLE bulletin LOGIN", statements);
        Assert.Contains($"\n{Assert.Single(statements, one => one.StartsWith("ALTER", StringComparison.Ordinal))};\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_check_the_name_of_the_database_by_the_authority_of_the_cluster_and_never_see_its_key() => Assert.All(Overlay.Manifests.Workloads, workload =>
    {
        var connection = workload.Pod.Containers[0].Env.Single(one => one.Name == "ConnectionStrings__Postgres").Value;
        var volume = workload.Pod.Volumes.Single(one => one.Secret?.SecretName == $"{Cluster.Name}-ca");
        var mount = workload.Pod.Containers[0].VolumeMounts.Single(one => one.Name == volume.Name);

        Assert.StartsWith($"Host={Cluster.Name}-rw;", connection, StringComparison.Ordinal);
        Assert.EndsWith($";SSL Mode=VerifyFull;Root Certificate={mount.MountPath}/{Assert.Single(volume.Secret.Items).Key}", connection, StringComparison.Ordinal);
        Assert.Equal("ca.crt", volume.Secret.Items[0].Key);
    });

    [Fact]
    public void A_commit_is_on_two_machines_in_two_zones()
    {
        Assert.Equal("3", Cluster.Text("spec.instances"));
        Assert.Equal("1", Cluster.Text("spec.postgresql.synchronous.number"));
        Assert.Equal(("required", "topology.kubernetes.io/zone"), (Cluster.Text("spec.affinity.podAntiAffinityType"), Cluster.Text("spec.affinity.topologyKey")));
    }

    [Fact]
    public void Its_log_is_archived_and_it_is_backed_up_every_night()
    {
        var backup = Overlay.The("ScheduledBackup", "bulletin-db");

        Assert.Equal("true", Cluster.Text("spec.plugins.0.isWALArchiver"));
        Assert.Equal(Overlay.The("ObjectStore", "bulletin-db").Name, Cluster.Text("spec.plugins.0.parameters.barmanObjectName"));
        Assert.Equal((Cluster.Name, "plugin"), (backup.Text("spec.cluster.name"), backup.Text("spec.method")));
        Assert.Equal(Cluster.Text("spec.plugins.0.name"), backup.Text("spec.pluginConfiguration.name"));
        Assert.Matches(@"^0 \d+ \d+ \* \* \*$", backup.Text("spec.schedule"));
    }

    [Fact]
    public void A_restored_cluster_is_like_the_first_one_and_archives_beside_it()
    {
        foreach (var same in new[] { "imageName", "instances", "storage.size", "affinity.podAntiAffinityType", "managed.roles.0.name", "postgresql.synchronous.number", "postgresql.parameters.max_connections" })
            Assert.Equal(Cluster.Text($"spec.{same}"), Restored.Text($"spec.{same}"));
        Assert.NotEqual(Cluster.Name, Restored.Name);
        Assert.Equal(Cluster.Name, Restored.Text("spec.externalClusters.0.plugin.parameters.serverName"));
        Assert.Equal(Restored.Text("spec.externalClusters.0.name"), Restored.Text("spec.bootstrap.recovery.source"));
        Assert.NotNull(Restored.At("spec.bootstrap.recovery.recoveryTarget.targetTime"));
        Assert.Null(Restored.At("spec.plugins.0.parameters.serverName"));
    }

    [Theory]
    [InlineData("bulletin-db")]
    [InlineData("bulletin-db-restored")]
    public void Servers_and_the_operator_reach_its_instances_and_they_reach_each_other(string cluster)
    {
        var instances = new V1PodTemplateSpec { Metadata = new() { Labels = new Dictionary<string, string> { ["cnpg.io/cluster"] = cluster } } };
        Workload instance = new(cluster, instances, null, null);
        var policy = Overlay.Manifests.The<V1NetworkPolicy>("cloudnative-pg").Spec;
        var clients = Overlay.Manifests.The<V1NetworkPolicy>("cloudnative-pg-clients").Spec;

        Assert.True(instance.Is(policy.PodSelector));
        Assert.All(Overlay.Manifests.Workloads, workload =>
        {
            Assert.True(workload.Is(clients.PodSelector));
            Assert.True(workload.Is(Assert.Single(policy.Ingress[0].FromProperty).PodSelector));
        });
        Assert.True(instance.Is(Assert.Single(Assert.Single(clients.Egress).To).PodSelector));
        Assert.True(instance.Is(policy.Ingress[1].FromProperty[0].PodSelector));
        Assert.Equal("cnpg-system", policy.Ingress[1].FromProperty[1].NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.True(instance.Is(Assert.Single(policy.Egress[0].To).PodSelector));
    }
}
