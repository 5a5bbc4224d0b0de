namespace Bulletin.Grains.Tests;

public sealed class PortsTests
{
    [Fact]
    public void A_port_given_to_a_server_is_given_to_no_other_and_to_no_outgoing_connection()
    {
        var ports = Enumerable.Range(0, 3).Select(_ => Ports.Free()).ToHashSet();

        Assert.Equal(3, ports.Count);
        var outgoing = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0], null);
        Assert.All(ports, port => Assert.InRange(port, 1024, outgoing - 1));
    }
}
