using System.Net;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Bulletin.Deployment.Tests;

public sealed partial class ComposeTests
{
    private static readonly ComposeFile Compose = ComposeFile.Read();

    private static IEnumerable<KeyValuePair<string, ComposeFile.Service>> Servers => Compose.Services.Where(one => one.Key.StartsWith("silo-", StringComparison.Ordinal) || one.Key.StartsWith("gateway-", StringComparison.Ordinal));

    [Fact]
    public void One_command_starts_Postgres_two_silos_two_gateways_and_the_web() =>
        Assert.Equal(["gateway-1", "gateway-2", "migrate", "postgres", "secrets", "silo-1", "silo-2", "web"], Compose.Services.Keys.Order());

    [Fact]
    public void Nothing_is_started_before_what_it_needs()
    {
        var services = Compose.Services;

        Assert.Equal("service_completed_successfully", services["postgres"].Waits["secrets"]);
        Assert.Equal("service_healthy", services["migrate"].Waits["postgres"]);
        foreach (var silo in new[] { "silo-1", "silo-2" })
        {
            Assert.Equal("service_completed_successfully", services[silo].Waits["migrate"]);
            foreach (var gateway in new[] { "gateway-1", "gateway-2" }) Assert.Contains(silo, services[gateway].Waits.Keys);
        }
        Assert.Equal(["gateway-1", "gateway-2"], services["web"].Waits.Keys.Order());
        // Who waits for health waits for somebody who can tell.
        Assert.All(services.Values.SelectMany(one => one.Waits), wait => Assert.True(wait.Value != "service_healthy" || services[wait.Key].Healthcheck is not null));
        Assert.All(services.Values.SelectMany(one => one.Waits), wait => Assert.True(wait.Value != "service_completed_successfully" || services[wait.Key].Restart is null));
    }

    [Fact]
    public void Containers_can_do_nothing_but_run_their_program() => Assert.All(Compose.Services, service =>
    {
        Assert.True(service.Value.ReadOnly);
        Assert.Equal(["ALL"], service.Value.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.Value.SecurityOpt);
        // Gives the password to those who need it, and ends.
        Assert.Equal(service.Key == "secrets" ? ["CHOWN"] : [], service.Value.CapAdd);
    });

    [Fact]
    public void No_container_can_use_up_the_machine() => Assert.All(Compose.Services.Values, service =>
    {
        Assert.Matches("^[1-9][0-9]*[mg]$", service.MemLimit);
        Assert.InRange(service.PidsLimit, 1, 2_000);
    });

    [Fact]
    public void Postgres_may_have_as_many_processes_as_connections()
    {
        var postgres = Compose.Services["postgres"];
        var connections = postgres.Command!.Single(word => word.StartsWith("max_connections=", StringComparison.Ordinal)).Split('=')[1];
        Assert.True(postgres.PidsLimit > 2 * int.Parse(connections, null));
    }

    [Fact]
    public void HAProxy_bounds_the_connections_of_an_address()
    {
        var balancer = Repository.Text("deploy", "compose", "haproxy.cfg");

        Assert.Contains("store conn_cur", balancer, StringComparison.Ordinal);
        // As the gateways count: of an IPv6 address the /64.
        Assert.Contains("tcp-request connection track-sc0 src,ipmask(32,64)", balancer, StringComparison.Ordinal);
        Assert.Matches(@"\n  tcp-request connection reject if \{ sc0_conn_cur gt \d+ \}\n", balancer);
    }

    [Fact]
    public void Images_are_pinned_and_ours_are_built_and_never_fetched() => Assert.All(Compose.Services.Values, service =>
    {
        Image.IsPinned(service.Image);
        Assert.Equal(service.Image.StartsWith("localhost/", StringComparison.Ordinal), service.Build is not null);
        if (service.Build is null) return;
        Assert.Equal("build", service.PullPolicy);
        Assert.True(File.Exists(Repository.Path(service.Build.Dockerfile)));
        Assert.Contains("ARG VERSION=", Repository.Text(service.Build.Dockerfile), StringComparison.Ordinal);
    });

    [Fact]
    public void Silos_stand_at_the_addresses_that_they_tell() => Assert.All(Compose.Services.Where(one => one.Key.StartsWith("silo-", StringComparison.Ordinal)), silo =>
    {
        var address = silo.Value.IsIn["back"]!;
        Assert.Equal(address, silo.Value.Environment["Cluster__AdvertisedAddress"]);
        Assert.True(IPNetwork.Parse(Compose.Networks["back"].Ipam!.Config[0]["subnet"]).Contains(IPAddress.Parse(address)));
    });

    [Fact]
    public void Gateways_believe_the_web_about_its_clients() => Assert.All(Compose.Services.Where(one => one.Key.StartsWith("gateway-", StringComparison.Ordinal)), gateway =>
    {
        Assert.Equal(Compose.Networks["front"].Ipam!.Config[0]["subnet"], gateway.Value.Environment["ForwardedHeaders__KnownNetworks__0"]);
        Assert.Equal("Gateway", gateway.Value.Environment["Cluster__Role"]);
        Assert.Empty(gateway.Value.Ports);
    });

    [Fact]
    public void Gateways_share_a_key_and_only_the_web_reaches_them_from_outside()
    {
        var data = Dockerfile.Of("gateway").Environment["Data"];
        Assert.All(new[] { "gateway-1", "gateway-2" }, name =>
        {
            Assert.Contains("keys:" + data, Compose.Services[name].Volumes);
            Assert.Equal(data + "/keys", Compose.Services[name].Environment["Auth__KeyFolder"]);
        });
        Assert.True(Compose.Networks["back"].Internal);
        Assert.Equal(["web"], Compose.Services.Where(one => one.Value.Ports.Count > 0).Select(one => one.Key));
        Assert.Equal(["front"], Compose.Services["web"].IsIn.Keys);
        Assert.Equal(["back"], Compose.Services["postgres"].IsIn.Keys);
    }

    [Fact]
    public void HAProxy_asks_the_gateways_at_their_port_and_is_asked_at_its_own()
    {
        var balancer = Repository.Text("deploy", "compose", "haproxy.cfg");
        var port = Dockerfile.Of("gateway").Environment["ASPNETCORE_HTTP_PORTS"];
        var own = Bind().Match(balancer).Groups[1].Value;

        Assert.Equal(Servers.Select(one => one.Key).Where(name => name.StartsWith("gateway-", StringComparison.Ordinal)).Select(name => $"{name} {name}:{port}").Order(),
            Server().Matches(balancer).Select(match => match.Groups[1].Value).Order());
        Assert.Contains("uri /health/ready", balancer, StringComparison.Ordinal);
        Assert.Contains("balance leastconn", balancer, StringComparison.Ordinal);
        Assert.EndsWith($":{own}", Assert.Single(Compose.Services["web"].Ports), StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{own}/health/ready", Compose.Services["web"].Healthcheck!.Test);
    }

    [Fact]
    public void Servers_are_told_settings_and_given_time_to_drain() => Assert.All(Servers, server =>
    {
        Assert.All(server.Value.Environment.Keys, name => Assert.True(Settings.Has(name), name));
        Assert.Equal($"{Manifests.Of("local").Servers.Max(one => one.Pod.TerminationGracePeriodSeconds)}s", server.Value.StopGracePeriod);
        Assert.Equal("unless-stopped", server.Value.Restart);
    });

    [Fact]
    public void Data_is_on_volumes_that_are_declared()
    {
        var named = Compose.Services.Values.SelectMany(one => one.Volumes).Select(volume => volume.Split(':')[0]).Where(source => source[0] != '.').Distinct().Order();

        Assert.Equal(Compose.Volumes.Keys.Order(), named);
        Assert.Contains("postgres:/var/lib/postgresql/data", Compose.Services["postgres"].Volumes);
        Assert.All(Compose.Services.Values.SelectMany(one => one.Volumes).Select(volume => volume.Split(':')[0]).Where(source => source[0] == '.'), file => Assert.True(File.Exists(Repository.Path(file)), file));
    }

    [Fact]
    public void No_secret_is_written_down()
    {
        Assert.DoesNotContain("Password=", ComposeFile.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Compose.Services.Values.SelectMany(one => one.Environment.Keys), name => name.EndsWith("PASSWORD", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("/secrets/password", Compose.Services["postgres"].Environment["POSTGRES_PASSWORD_FILE"]);
        Assert.All(Servers, server => Assert.Contains("Passfile=/secrets/pgpass", server.Value.Environment["ConnectionStrings__Postgres"], StringComparison.Ordinal));
    }

    [Fact]
    public void What_can_be_changed_is_in_the_example_with_its_default() =>
        Assert.Equal(ComposeFile.Variables.Select(one => $"{one.Name}={one.Default}").Order(), Repository.Text(".env.example").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Order());

    [Fact]
    public void A_word_that_compose_does_not_know_is_seen() => Assert.ThrowsAny<YamlException>(() =>
        new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<ComposeFile.HealthCheck>("Intervall: 2s"));

    [GeneratedRegex(@"^  server (.*)$", RegexOptions.Multiline)]
    private static partial Regex Server();

    [GeneratedRegex(@"^  bind :(\d+)$", RegexOptions.Multiline)]
    private static partial Regex Bind();
}
