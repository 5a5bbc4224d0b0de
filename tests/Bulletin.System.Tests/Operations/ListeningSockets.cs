using System.Globalization;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>The ports between silos know no passwords: who reaches one speaks for anybody.</summary>
public sealed class ListeningSockets(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task One_process_with_SQLite_listens_to_HTTP_alone()
    {
        var server = await One();
        var person = await Somebody(server);
        await person.Post(await person.NewTopic(), "Its own grains answer");

        Assert.Equal([.. new[] { server.Url.Port, server.MetricsUrl.Port }.Order()], Ports(server));
    }

    [Fact]
    public async Task A_server_of_a_cluster_that_advertises_this_machine_listens_to_this_machine()
    {
        var (server, _) = await Pair();

        Assert.Equal(4, Ports(server).Length);
        Assert.All(Listening(server), socket => Assert.True(IPAddress.IsLoopback(socket.Address), $"{socket}"));
    }

    private static int[] Ports(BulletinServer server) => [.. Listening(server).Select(socket => socket.Port).Order()];

    /// <summary>As Linux tells of a process.</summary>
    private static IPEndPoint[] Listening(BulletinServer server)
    {
        var proc = $"/proc/{server.Process.Id}";
        var own = Directory.GetFiles($"{proc}/fd").Select(file => new FileInfo(file).LinkTarget).OfType<string>().ToHashSet();
        return [.. new[] { "tcp", "tcp6" }.SelectMany(table => File.ReadLines($"{proc}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // State 0A is LISTEN; the tenth column is the socket's inode.
            .Where(columns => columns[3] == "0A" && own.Contains($"socket:[{columns[9]}]"))
            .Select(columns => EndPoint(columns[1].Split(':')))];
    }

    private static IPEndPoint EndPoint(string[] local)
    {
        // In words of four bytes, each backwards.
        var bytes = Convert.FromHexString(local[0]);
        for (var word = 0; word < bytes.Length; word += 4) Array.Reverse(bytes, word, 4);
        return new(new IPAddress(bytes), int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
