using System.Collections.Concurrent;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

public sealed class Backups(Shared shared) : SystemTest(shared)
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_backup_made_while_people_post_brings_back_every_message_answered_before_it()
    {
        var server = await OwnServer();
        var people = await People(3, server);
        var topic = await people[0].NewTopic();
        var answered = new ConcurrentBag<ChatMessage>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var posting = people.Select(person => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) answered.Add(await person.Post(topic, $"Message of {person.Username}"));
        })).ToArray();
        await Eventually.That(() => answered.Count >= 100, Within, "a hundred posts are answered");
        var backups = Own(new TempFolder());

        var before = answered.ToArray();
        await ChildProcess.Run("dotnet", [Built.Silo, "backup", backups.Path, $"--Data={server.DataFolder}"], backups.Path);
        var during = answered.Count - before.Length;
        await stop.CancelAsync();
        await Task.WhenAll(posting);
        var restored = await Restore(Assert.Single(Directory.EnumerateFiles(backups.Path)));

        Assert.True(during > 0);
        using var reader = await people[0].Again(restored.Url);
        var there = await reader.ReadAll(topic);
        Assert.Equal(Enumerable.Range(1, there.Count).Select(n => (long)n), there.Select(m => m.Seq));
        Assert.Subset(there.ToHashSet(), before.ToHashSet());
        var posted = await reader.Post(topic, "After the restore");
        Assert.Equal(there.Count + 1, posted.Seq);
        Assert.True((await reader.Api.Get($"topics/{topic}/changes?after={there.Count + 1}")).Is(HttpStatusCode.OK).Json.GetProperty("reset").GetBoolean());
    }

    [Theory]
    [InlineData(null, "There is no database")]
    [InlineData("", "does not contain Bulletin's tables")]
    public async Task An_operator_who_names_a_folder_without_a_database_is_told_so_and_none_is_created(string? content, string said)
    {
        var folder = Own(new TempFolder());
        var file = Path.Combine(folder.Path, "bulletin.db");
        if (content is not null) await File.WriteAllTextAsync(file, content, Cancelled);

        foreach (var command in (string[][])[["restored"], ["moderator", "grant", "ada"], ["backup", Path.Combine(folder.Path, "copy.db")]])
        {
            var line = await Refused("dotnet", [Built.Silo, .. command, $"--Data={folder.Path}"]);
            Assert.StartsWith("Bulletin.Silo: ", line, StringComparison.Ordinal);
            Assert.Contains(said, line, StringComparison.Ordinal);
        }

        Assert.Equal(content is null ? [] : [file], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_backup_that_would_leave_the_disk_too_little_room_is_not_made()
    {
        var server = await OwnServer();
        var disk = Own(new TempFolder());
        string[] asRoot = Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];

        var line = await Refused("unshare", [.. asRoot, "--mount", "sh", "-c", $"mount -t tmpfs -o size=32m tmpfs {disk.Path} && exec \"$@\"", "sh",
            "dotnet", Built.Silo, "backup", disk.Path, $"--Data={server.DataFolder}"]);

        Assert.Contains("Not enough space", line, StringComparison.Ordinal);
    }

    private async Task<BulletinServer> Restore(string backup)
    {
        var server = Own(new BulletinServer());
        Directory.CreateDirectory(server.DataFolder);
        File.Copy(backup, Path.Combine(server.DataFolder, "bulletin.db"));
        await ChildProcess.Run("dotnet", [Built.Silo, "restored", $"--Data={server.DataFolder}"], server.DataFolder);
        await server.Start();
        return server;
    }

    /// <returns>The one line that it printed.</returns>
    private static async Task<string> Refused(string program, string[] arguments)
    {
        using var process = ChildProcess.Start(program, arguments, "/");
        Assert.Equal(1, await process.Exit(Within));
        return Assert.Single(process.Log.Tail().Split('\n'));
    }
}
