namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Everybody, in the order of a round.</summary>
internal static class LockContenders
{
    public const string FloorFile = "d_futex";
    public const string Mutex = "C robust mutex";
    public const string ParkedFloor = "C futex, parked";
    public const string SpinningFloor = "C futex, looks 2000 times";
    public const string Parked = "SharedEvent, parked";

    // d_futex counts looks; the twin and the library look for a time.
    private const int Looks = 2000;
    private const int SpinNanoseconds = 20_000;

    public static IReadOnlyList<LockContender> All(LocksPlan plan, NativePrograms? native, string? noNative, string? floor) =>
    [
        .. Uncontended(plan, native, noNative),
        .. Contended(LocksPart.Contended, plan.Contended, 0, plan, native, noNative),
        .. Contended(LocksPart.Handoff, plan.Handoffs, plan.Between, plan, native, noNative),
        .. Events(plan, native, noNative, floor),
    ];

    private static IEnumerable<LockContender> Uncontended(LocksPlan plan, NativePrograms? native, string? noNative)
    {
        LockContender Alone(string name, LockWay way) =>
            new(LocksPart.Uncontended, name, Mutex, Runner.OfOne(way, plan.Uncontended, plan.First));

        yield return Alone("SharedMutex", LockWay.Shared);
        yield return Alone("System.Threading.Lock", LockWay.Lock);
        yield return Alone("named Mutex", LockWay.NamedMutex);
        yield return new LockContender(
            LocksPart.Uncontended,
            Mutex,
            Mutex,
            native is null ? null : Runner.OfProgram(native.Mutex, "alone", plan.Uncontended, plan.First))
        {
            Skipped = noNative,
        };
    }

    private static IEnumerable<LockContender> Contended(
        LocksPart part, int count, int between, LocksPlan plan, NativePrograms? native, string? noNative)
    {
        LockContender Contend(string name, LockWay way) =>
            Pair(part, name, Mutex, plan, (first, second) => Runner.OfTwo(way, count, between, first, second), null);

        yield return Contend("SharedMutex", LockWay.Shared);
        yield return Contend("SharedMutex, parked", LockWay.SharedPark);
        yield return Contend("named Mutex", LockWay.NamedMutex);
        yield return Pair(
            part,
            Mutex,
            Mutex,
            plan,
            (first, second) => Runner.OfProgram(native!.Mutex, "contend", count, first, second, between),
            noNative);
    }

    private static IEnumerable<LockContender> Events(LocksPlan plan, NativePrograms? native, string? noNative, string? floor)
    {
        LockContender Trip(string name, string reference, WaitStrategy waiting) =>
            Pair(LocksPart.Events, name, reference, plan, (first, second) => Runner.OfTwo(waiting, plan.Trips, first, second), null);

        LockContender Twin(string name, string reference, int spin) => Pair(
            LocksPart.Events,
            name,
            reference,
            plan,
            (first, second) => Runner.OfProgram(native!.Event, plan.Trips, first, second, spin),
            noNative);

        LockContender Floor(string name, int looks) => Pair(
            LocksPart.Events,
            name,
            name,
            plan,
            (first, second) => Runner.OfProgram(floor!, plan.Trips, first, second, looks),
            floor is null ? "name the folder of the C floors with --floors" : null);

        yield return Trip(Parked, ParkedFloor, WaitStrategy.Park);
        yield return Floor(ParkedFloor, 0);
        yield return Twin("C, the same steps, parked", ParkedFloor, 0);
        yield return Trip("SharedEvent", SpinningFloor, WaitStrategy.SpinThenPark);
        yield return Floor(SpinningFloor, Looks);
        yield return Twin("C, the same steps, looks 20 us", SpinningFloor, SpinNanoseconds);
    }

    private static LockContender Pair(
        LocksPart part,
        string name,
        string reference,
        LocksPlan plan,
        Func<int, int, Func<CancellationToken, Task<Figures>>> run,
        string? skipped)
    {
        var why = plan.Second is null ? "it needs 2 processors" : skipped;
        return new LockContender(part, name, reference, why is null ? run(plan.First, plan.Second!.Value) : null) { Skipped = why };
    }
}
