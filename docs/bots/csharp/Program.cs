using System.Runtime.InteropServices;
using EchoBot;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // log out first
    stop.Cancel();
}
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

using var api = Api.FromEnvironment();
var topic = Api.Required("BULLETIN_TOPIC");
try
{
    await new Bot(api, topic, stop.Token).Run();
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Ended by a signal.
}
catch (HttpRequestException problem)
{
    Console.Error.WriteLine($"Given up: {problem.Message}");
    Environment.ExitCode = 1;
}
await api.LogOut();
