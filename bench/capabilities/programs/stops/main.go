package main

import "time"

type place struct{ x int }

func helper(value int) int {
	return value + 1
}

func work(count int) int {
	point := &place{x: count}
	bytes := make([]byte, 8)
	more := helper(point.x) // breakpoint
	return more + len(bytes) + count
}

func main() {
	work(1)
	work(2)
	for {
		work(3)
		time.Sleep(20 * time.Millisecond)
	}
}
