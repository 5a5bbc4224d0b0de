using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Acceptance;

public sealed class ReplayedConversation(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_real_dialogue_in_many_scripts_comes_back_byte_for_byte()
    {
        var server = await One();
        using var replay = ChildProcess.Start("dotnet", [Built.Replay, $"{server.Url}", Path.Combine(Built.Root, "docs", "conversation")], "/");

        var exitCode = await replay.Exit(TimeSpan.FromMinutes(2));

        Print(replay.Log.Tail());
        Assert.Equal(0, exitCode);
    }
}
